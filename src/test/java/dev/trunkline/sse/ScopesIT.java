package dev.trunkline.sse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.HttpAnswer;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The streams that each scope opens (protocol, sections 2 and 3). */
@WireTest
class ScopesIT {

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    ScopesIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            read                              | /user              | yes
            read                              | /user/notification | yes
            read                              | /list?list=<list>  | yes
            write follow read                 | /direct            | yes
            read:statuses                     | /user              | yes
            read:statuses                     | /public            | yes
            read:statuses                     | /public/local      | yes
            read:statuses                     | /public/remote     | yes
            read:statuses                     | /hashtag?tag=a     | yes
            read:statuses                     | /hashtag/local?tag=a | yes
            read:statuses                     | /list?list=<list>  | yes
            read:statuses                     | /direct            | yes
            read:statuses                     | /user/notification | no
            read:notifications                | /user/notification | yes
            read:notifications                | /user              | no
            read:notifications                | /public            | no
            read:notifications                | /hashtag?tag=a     | no
            read:notifications                | /list?list=<list>  | no
            read:notifications                | /direct            | no
            write                             | /public            | no
            write:statuses                    | /user              | no
            read:statusesque                  | /user              | no
            'read:lists read:accounts'        | /list?list=<list>  | no
            ''                                | /public            | no
            """)
    void scopesOpenStreams(String scopes, String path, String opens) {
        Token token = mastodon.token(mastodon.account(), scopes);
        String target = "/api/v1/streaming" + path.replace("<list>", Long.toString(mastodon.list(token.account())));
        HttpAnswer answer = trunkline.request("HEAD", target).bearer(token).answer();
        assertEquals(opens.equals("yes") ? 200 : 401, answer.status());
        if (answer.status() == 401) {
            assertEquals(
                    "{\"error\":\"Access token does not have the required scopes\"}",
                    trunkline.get(target).bearer(token).answer().body());
        } else {
            trunkline.get(target).bearer(token).stream().close();
        }
    }

    @Test
    void aTokenWithoutScopesOpensNothing() {
        Token token = mastodon.token(mastodon.account(), null);
        assertEquals(
                "{\"error\":\"Access token does not have the required scopes\"}",
                trunkline.get("/api/v1/streaming/public").bearer(token).answer().body());
    }

    @ParameterizedTest
    @CsvSource({"read:statuses, false", "read:statuses read:notifications, true", "read, true"})
    void userCarriesNotificationsOnlyWhereTheyMayBeRead(String scopes, boolean carries) {
        Token token = mastodon.token(mastodon.account(), scopes);
        String channel = "timeline:" + token.account().id();
        try (EventStream stream = trunkline.stream("/user", token)) {
            assertEquals(carries ? 1 : 0, mastodon.publish(channel + ":notifications", "notification", "{}"));
            String marker = mastodon.publishMarker(channel);
            if (carries) {
                assertEquals("notification", stream.next().name());
            }
            assertEquals(marker, stream.nextData());
        }
    }
}
