package dev.trunkline.sse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.trunkline.harness.HttpAnswer;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Request;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each row of the table of errors (protocol, section 3), and which of several errors counts. */
@WireTest
class RefusalsIT {

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    RefusalsIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    /** The first column has the token's scopes; "none" means no token and "wrong" an unknown one. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            read  | /nothing                       | 400 | Unknown channel requested
            none  | /nothing                       | 400 | Unknown channel requested
            wrong | /nothing                       | 400 | Unknown channel requested
            none  | /user                          | 401 | Missing access token
            none  | /public                        | 401 | Missing access token
            none  | /hashtag?tag=a                 | 401 | Missing access token
            none  | /hashtag                       | 401 | Missing access token
            none  | /list                          | 401 | Missing access token
            wrong | /user                          | 401 | Invalid access token
            wrong | /hashtag                       | 401 | Invalid access token
            wrong | /list                          | 401 | Invalid access token
            write | /user                          | 401 | Access token does not have the required scopes
            write | /hashtag                       | 401 | Access token does not have the required scopes
            write | /list                          | 401 | Access token does not have the required scopes
            write | /list?list=1                   | 401 | Access token does not have the required scopes
            read:statuses | /user/notification     | 401 | Access token does not have the required scopes
            read  | /hashtag                       | 400 | Missing tag name parameter
            read  | /hashtag?tag=                  | 400 | Missing tag name parameter
            read  | /hashtag?tag                   | 400 | Missing tag name parameter
            read  | /hashtag?tag=&tag=a            | 400 | Missing tag name parameter
            read  | /hashtag?TAG=a                 | 400 | Missing tag name parameter
            read  | /hashtag/local                 | 400 | Missing tag name parameter
            read  | /hashtag/local?tag=            | 400 | Missing tag name parameter
            read  | /list                          | 400 | Missing list name parameter
            read  | /list?list=                    | 400 | Missing list name parameter
            read  | /list?list                     | 400 | Missing list name parameter
            read  | /list?list=999999999           | 401 | Not authorized to stream this list
            read  | /list?list=abc                 | 401 | Not authorized to stream this list
            read  | /list?list=-1                  | 401 | Not authorized to stream this list
            read  | /list?list=1.5                 | 401 | Not authorized to stream this list
            read  | /list?list=99999999999999999999 | 401 | Not authorized to stream this list
            read  | /list?list=%00                 | 401 | Not authorized to stream this list
            """)
    void aRequestIsRefused(String scopes, String path, int status, String error) {
        Request request = trunkline.get("/api/v1/streaming" + path);
        Request head = trunkline.request("HEAD", "/api/v1/streaming" + path);
        if (!scopes.equals("none")) {
            Token token = scopes.equals("wrong")
                    ? new Token(0, "wrong", mastodon.account())
                    : mastodon.token(mastodon.account(), scopes);
            request.bearer(token);
            head.bearer(token);
        }
        HttpAnswer answer = request.answer();
        assertEquals(status, answer.status());
        assertEquals("{\"error\":\"" + error + "\"}", answer.body());
        assertEquals("application/json", answer.mediaType());
        assertEquals("*", answer.header("Access-Control-Allow-Origin"));
        assertNull(answer.header("Retry-After"));
        assertEquals(status, head.answer().status());
    }
}
