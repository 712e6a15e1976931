package dev.trunkline.sse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.harness.Account;
import dev.trunkline.harness.HttpAnswer;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Request;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The places for a token, and which tokens are valid (protocol, sections 3 and 10). */
@WireTest
class TokensIT {

    private static final String OK = "ok";
    private static final String MISSING = "{\"error\":\"Missing access token\"}";
    private static final String INVALID = "{\"error\":\"Invalid access token\"}";

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    TokensIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    /** T is a valid token, X an unknown one, a hyphen means none. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Bearer T     | -     | -            | ok
            bearer T     | -     | -            | ok
            BEARER T     | -     | -            | ok
            Bearer   T   | -     | -            | ok
            T            | -     | -            | ok
            -            | T     | -            | ok
            -            | -     | T            | ok
            -            | -     | T, X         | ok
            -            | -     | T,X          | ok
            -            | -     | X, T         | invalid
            Bearer T     | X     | X            | ok
            Bearer X     | T     | T            | invalid
            X            | T     | T            | invalid
            Basic T      | T     | T            | invalid
            -            | T     | X            | ok
            -            | X     | T            | invalid
            Bearer       | T     | -            | ok
            bearer       | -     | T            | ok
            ''           | T     | -            | ok
            ''           | ''    | T            | ok
            -            | T&access_token=X | - | ok
            -            | X&access_token=T | - | invalid
            -            | -     | -            | missing
            Bearer       | -     | -            | missing
            ''           | ''    | ''           | missing
            """)
    void theFirstPlaceWithATokenCounts(String header, String parameter, String subprotocols, String outcome) {
        Token token = mastodon.reader();
        Request request = trunkline.get(
                "/api/v1/streaming/user" + (parameter.equals("-") ? "" : "?access_token=" + fill(parameter, token)));
        if (!header.equals("-")) {
            request.header("Authorization", header.replaceFirst("T$", token.text()));
        }
        if (!subprotocols.equals("-")) {
            request.header("Sec-WebSocket-Protocol", fill(subprotocols, token));
        }
        assertEquals(
                switch (outcome) {
                    case "ok" -> OK;
                    case "missing" -> MISSING;
                    default -> INVALID;
                },
                outcome(request));
    }

    private static String fill(String pattern, Token token) {
        return pattern.replace("T", token.text());
    }

    @Test
    void aPercentEncodedParameterIsDecoded() {
        Token token = mastodon.reader();
        String encoded = token.text().replace("t", "%74");
        assertEquals(OK, outcome(trunkline.get("/api/v1/streaming/user?access_token=" + encoded)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%00", "T%00", "%FF", "%F0%9F%98%80", "'%20OR%20''='"})
    void oddTokensAreUnknown(String odd) {
        Token token = mastodon.reader();
        HttpAnswer answer = trunkline
                .get("/api/v1/streaming/user?access_token=" + fill(odd, token))
                .answer();
        assertEquals(INVALID, answer.body());
        assertEquals(401, answer.status());
    }

    @Test
    void aTokenBeyondAsciiIsUnknown() {
        assertEquals(
                INVALID, outcome(trunkline.get("/api/v1/streaming/user").header("Authorization", "Bearer t\u00f6ken")));
    }

    @Test
    void aVeryLongTokenIsUnknown() {
        assertEquals(
                INVALID,
                outcome(trunkline
                        .get("/api/v1/streaming/user")
                        .header("Authorization", "Bearer " + "x".repeat(4_000))));
    }

    @Test
    void aRevokedTokenIsInvalid() {
        Token token = mastodon.reader();
        assertEquals(OK, outcome(token));
        mastodon.revoke(token);
        assertEquals(INVALID, outcome(token));
    }

    @Test
    void aTokenWithoutAUserIsInvalid() {
        Token token = mastodon.reader();
        mastodon.update("UPDATE oauth_access_tokens SET resource_owner_id = NULL WHERE id = ?", token.id());
        assertEquals(INVALID, outcome(token));
    }

    @Test
    void aTokenOfADisabledUserIsInvalid() {
        Account account = mastodon.account();
        Token token = mastodon.token(account, "read");
        mastodon.update("UPDATE users SET disabled = true WHERE id = ?", account.userId());
        assertEquals(INVALID, outcome(token));
    }

    @Test
    void aTokenOfASuspendedAccountIsInvalid() {
        Account account = mastodon.account();
        Token token = mastodon.token(account, "read");
        mastodon.update("UPDATE accounts SET suspended_at = now() AT TIME ZONE 'UTC' WHERE id = ?", account.id());
        assertEquals(INVALID, outcome(token));
    }

    @ParameterizedTest
    @CsvSource({"600, 300, ok", "600, 601, invalid", "0, 1, invalid", ", 100000000, ok"})
    void anExpiryTimeIsHonoured(Integer expiresIn, int age, String outcome) {
        Token token = mastodon.reader();
        mastodon.update(
                "UPDATE oauth_access_tokens SET expires_in = ?, created_at = now() AT TIME ZONE 'UTC'"
                        + " - ? * interval '1 second' WHERE id = ?",
                expiresIn,
                age,
                token.id());
        assertEquals(outcome.equals("ok") ? OK : INVALID, outcome(token));
    }

    private String outcome(Token token) {
        return outcome(trunkline.get("/api/v1/streaming/user").bearer(token));
    }

    /** The outcome of the request: a stream or an error. */
    private static String outcome(Request request) {
        try (var socket = request.send()) {
            HttpAnswer head = socket.head();
            if (head.status() == 200) {
                return OK;
            }
            assertEquals(401, head.status());
            return socket.exactly(Integer.parseInt(head.header("Content-Length")));
        }
    }
}
