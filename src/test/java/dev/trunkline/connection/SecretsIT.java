package dev.trunkline.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.HttpSocket;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.RedisClient;
import dev.trunkline.harness.Request;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WebSocketClient;
import dev.trunkline.harness.WireTest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No secret reaches the log of a whole run, wherever the secret was and whatever the log level. */
@WireTest(ownServers = true)
class SecretsIT {

    private static final String STREAM = "/api/v1/streaming/user";

    private final Mastodon mastodon;
    private final List<String> secrets = new ArrayList<>();

    SecretsIT(Mastodon mastodon) {
        this.mastodon = mastodon;
    }

    /** A text that the log must not contain. */
    private String secret() {
        // Without a hyphen, at which a URL or a pattern could be split.
        String text = Mastodon.unique("secret").replace("-", "") + "Z";
        secrets.add(text);
        return text;
    }

    private Token reader() {
        Token token = mastodon.reader();
        secrets.add(token.text());
        return token;
    }

    private Map<String, String> variables(String redisPassword) {
        String redis = mastodon.redisServer().url().replace("redis://", "redis://trunkline:" + redisPassword + "@");
        String password = secret();
        mastodon.update("ALTER ROLE " + role() + " PASSWORD '" + password + "'");
        String database =
                mastodon.postgresServer().url().replaceFirst("//[^@]*@", "//" + role() + ":" + password + "@");
        return Map.of("REDIS_URL", redis, "DATABASE_URL", database);
    }

    private String role() {
        return URI.create(mastodon.postgresServer().url()).getUserInfo().split(":", -1)[0];
    }

    /** The password that the tests' own connections use. */
    @AfterEach
    void restorePassword() {
        mastodon.update("ALTER ROLE " + role() + " PASSWORD '"
                + mastodon.postgresServer().password() + "'");
    }

    private void assertNoneIn(Trunkline trunkline) {
        String log = trunkline.log();
        for (String text : secrets) {
            List<String> lines = log.lines().filter(line -> line.contains(text)).toList();
            assertEquals(List.of(), lines, () -> "A secret is in the log: " + text);
        }
    }

    private void allow(String password) {
        try (RedisClient redis = mastodon.connectToRedis()) {
            assertEquals(
                    "OK",
                    redis.text("ACL", "SETUSER", "trunkline", "on", ">" + password, "allchannels", "~*", "+@all"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INFO", "DEBUG"})
    void aWholeRunLogsNone(String level) throws Exception {
        String password = secret();
        allow(password);
        try (Trunkline trunkline = Trunkline.start(
                mastodon,
                List.of(
                        "trunkline.log-json=" + level.equals("INFO"),
                        "quarkus.log.level=" + level,
                        "trunkline.outbox.limit=100K",
                        "trunkline.check-time-limit=1s",
                        "trunkline.shutdown-spread=1s"),
                variables(password))) {
            tokensInAllPlaces(trunkline);
            badRequests(trunkline);
            payloads(trunkline);
            socketMessages(trunkline);
            slowReader(trunkline);
            outages(trunkline);
            try (EventStream last = trunkline.stream("/user", reader())) {
                trunkline.process().destroy();
                assertTrue(last.record().startsWith("retry: "));
            }
            assertTrue(trunkline.process().waitFor(10, TimeUnit.SECONDS));
            String log = trunkline.log();
            for (String reason : List.of("client_left", "killed", "slow_reader", "shutdown")) {
                assertTrue(log.contains("reason=" + reason), reason);
            }
            assertNoneIn(trunkline);
        }
    }

    private void tokensInAllPlaces(Trunkline trunkline) {
        for (String token : List.of(reader().text(), secret())) {
            for (Request request : List.of(
                    trunkline.get(STREAM).header("Authorization", "Bearer " + token),
                    trunkline.get(STREAM).header("Authorization", token),
                    trunkline.get(STREAM + "?access_token=" + token),
                    trunkline.get(STREAM + "/nowhere?access_token=" + token),
                    trunkline.get("/elsewhere?access_token=" + token),
                    trunkline.get(STREAM).header("Sec-WebSocket-Protocol", token))) {
                try (HttpSocket socket =
                        request.header("Cookie", "session=" + secret()).send()) {
                    socket.head();
                }
            }
            for (Request handshake : List.of(
                    trunkline.handshake("").header("Authorization", "Bearer " + token),
                    trunkline.handshake("?stream=user&access_token=" + token),
                    trunkline.handshake("/nowhere?access_token=" + token),
                    trunkline.handshake("").header("Sec-WebSocket-Protocol", token))) {
                try (HttpSocket socket = handshake.send()) {
                    socket.head();
                }
            }
        }
        Token killed = reader();
        try (EventStream stream = trunkline.stream("/user", killed)) {
            mastodon.kill(killed);
            assertTrue(stream.ends());
        }
        assertEquals(
                401,
                trunkline
                        .get(STREAM)
                        .header("Authorization", "Basic " + secret())
                        .answer()
                        .status());
    }

    private void badRequests(Trunkline trunkline) {
        for (String text : List.of(
                "GET " + STREAM + "?access_token=" + secret() + "%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET " + STREAM + "?access_token=" + secret() + "\0 HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET " + STREAM + "?access_token=" + secret() + "x".repeat(10_000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET " + STREAM + " HTTP/1.1\r\nAuthorization: Bearer " + secret() + "x".repeat(50_000) + "\r\n\r\n",
                "GET " + STREAM + "?access_token=" + secret() + " HTTP/7.3\r\nHost: x\r\n\r\n",
                secret() + "\r\n\r\n",
                "POST " + STREAM + "?access_token=" + secret() + " HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc",
                "GET " + STREAM + " HTTP/1.1\r\nHost: x\r\nBroken" + secret() + "\r\n\r\n")) {
            try (HttpSocket socket = trunkline.get("/").connect()) {
                socket.write(text);
                socket.head();
            }
        }
    }

    private void payloads(Trunkline trunkline) {
        Token token = reader();
        String home = "timeline:" + token.account().id();
        try (EventStream user = trunkline.stream("/user", token);
                EventStream all = trunkline.stream("/public", token)) {
            mastodon.publish(home, "update", "{\"content\":\"" + secret() + "\"}");
            mastodon.publish(home, "no json " + secret());
            mastodon.publish(home, "{\"event\":5,\"payload\":\"" + secret() + "\"}");
            mastodon.publish("timeline:public", "update", "{\"content\":\"" + secret() + "\"}");
            mastodon.publish(
                    "timeline:public",
                    "update",
                    "{\"id\":\"1\",\"content\":\"" + secret() + "\",\"account\":{\"id\":\"" + secret() + "\"}}");
            mastodon.publish("timeline:public", "update", "[\"" + secret() + "\"]");
            mastodon.publish("timeline:public", "announcement", "{\"content\":\"" + secret() + "\"}");
            assertTrue(user.nextData().contains("content"));
            assertTrue(all.nextData().contains("content"));
        }
    }

    private void socketMessages(Trunkline trunkline) {
        Token token = reader();
        try (WebSocketClient socket = trunkline.webSocket("?stream=user", token)) {
            socket.subscribe(secret()).nextText();
            socket.say("no json " + secret());
            socket.ask("{\"type\":\"subscribe\",\"stream\":\"list\",\"list\":\"" + secret() + "\"}")
                    .nextText();
            socket.say("{\"type\":\"" + secret() + "\"}").settle();
            socket.send(WebSocketClient.frame(WebSocketClient.BINARY, secret().getBytes(UTF_8)));
            assertEquals(1003, socket.closed().code());
        }
        try (WebSocketClient socket = trunkline.webSocket("?access_token=" + token.text(), token)) {
            socket.say(secret() + "x".repeat(70_000));
            assertEquals(1009, socket.closed().code());
        }
    }

    private void slowReader(Trunkline trunkline) {
        Token token = reader();
        try (EventStream slow = trunkline.get(STREAM).bearer(token).receiveBuffer(4_096).stream()) {
            assertEquals(200, slow.head().status());
            String payload = "{\"content\":\"" + secret() + "x".repeat(50_000) + "\"}";
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                mastodon.publish("timeline:" + token.account().id(), "update", payload);
                return trunkline.log().contains("reason=slow_reader");
            });
        }
    }

    private void outages(Trunkline trunkline) {
        try (EventStream open = trunkline.stream("/user", reader())) {
            assertEquals(200, open.head().status());
            assertEquals(1, mastodon.redis().number("CLIENT", "KILL", "USER", "trunkline", "TYPE", "pubsub"));
            trunkline.awaitLog("Redis is away");
            await().until(() -> trunkline.metrics().get("redis_reconnects_total") == 1);
        }
        await().until(trunkline::healthy);
    }

    @Test
    void aRunWithSentinelsLogsNone() {
        Map<String, String> variables = Map.of(
                "REDIS_URL",
                "",
                "REDIS_SENTINELS",
                "127.0.0.1:1",
                "REDIS_SENTINEL_MASTER",
                "mymaster",
                "REDIS_SENTINEL_PASSWORD",
                secret(),
                "REDIS_PASSWORD",
                secret());
        try (Trunkline trunkline = Trunkline.launch(mastodon, List.of("quarkus.log.level=DEBUG"), variables)) {
            trunkline.awaitLog("Redis is away");
            assertNoneIn(trunkline);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INFO", "DEBUG"})
    void aRunWithoutItsServersLogsNone(String level) {
        allow("another");
        String database = "postgresql://trunkline:" + secret() + "@127.0.0.1:1/nowhere";
        String redis = mastodon.redisServer().url().replace("redis://", "redis://trunkline:" + secret() + "@");
        try (Trunkline trunkline = Trunkline.launch(
                mastodon,
                List.of("quarkus.log.level=" + level),
                Map.of("REDIS_URL", redis, "DATABASE_URL", database))) {
            trunkline.awaitLog("Redis is away");
            assertEquals(
                    503,
                    trunkline.get(STREAM + "?access_token=" + secret()).answer().status());
            assertNoneIn(trunkline);
        }
    }
}
