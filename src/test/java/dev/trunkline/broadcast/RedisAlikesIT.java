package dev.trunkline.broadcast;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.demo.PostgresProcess;
import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.InstalledRedis;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.NeedsTool;
import dev.trunkline.harness.RedisClient;
import dev.trunkline.harness.ScriptedRedis;
import dev.trunkline.harness.ScriptedRedis.Form;
import dev.trunkline.harness.ScriptedRedis.Question;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is not Redis, and a Redis that is full; hosts with names that are none in a URL (protocol, section 9). */
@WireTest
class RedisAlikesIT {

    private static final String SECRET = "opensesame";

    private final Mastodon mastodon;

    RedisAlikesIT(Mastodon mastodon) {
        this.mastodon = mastodon;
    }

    /** Kvrocks's and early Dragonfly's HELLO, Predixy's password and its single database. */
    private static Optional<String> strict(Question question) {
        if (question.name().equals("HELLO")) {
            return Optional.of("-NOPROTO unsupported protocol version");
        }
        if (question.name().equals("SELECT")) {
            return Optional.of("-ERR invalid DB index");
        }
        return question.name().equals("AUTH") || question.authenticated()
                ? Optional.empty()
                : Optional.of("-NOAUTH Authentication required.");
    }

    @Test
    void aStrictProxyOnHostsThatComposeHasNamed(@TempDir Path directory) throws IOException {
        PostgresProcess postgres = mastodon.postgresServer();
        Path hosts = Files.writeString(
                directory.resolve("hosts"), "127.0.0.1 mastodon_redis_1\n" + postgres.host() + " mastodon_db.1.0qx3\n");
        Token token = mastodon.reader();
        String channel = "timeline:" + token.account().id();
        try (ScriptedRedis redis = ScriptedRedis.start(Form.ARRAY, RedisAlikesIT::strict)) {
            Map<String, String> variables = new HashMap<>(Map.of(
                    "REDIS_HOST", "mastodon_redis_1",
                    "REDIS_PORT", Integer.toString(redis.port()),
                    "REDIS_PASSWORD", SECRET,
                    "DB_HOST", "mastodon_db.1.0qx3",
                    "DB_PORT", Integer.toString(postgres.port()),
                    "DB_NAME", postgres.database(),
                    "DB_USER", postgres.user(),
                    "DB_PASS", postgres.password()));
            // The harness sets these, which would take precedence.
            variables.put("REDIS_URL", "");
            variables.put("DATABASE_URL", "");
            List<String> settings = List.of("jdk.net.hosts.file=" + hosts);
            try (Trunkline trunkline = Trunkline.start(mastodon, settings, variables);
                    EventStream stream = trunkline.stream("/user", token)) {
                assertEquals(1, redis.publish(channel, "{\"event\":\"delete\",\"payload\":\"7\"}"));
                assertEquals("7", stream.nextData());
                assertTrue(redis.keys().contains("subscribed:" + channel));
                assertFalse(trunkline.log().contains(SECRET), "a password is in the log");
            }
        }
    }

    @Test
    @NeedsTool("redis-server")
    void tooManyClients() throws IOException {
        try (InstalledRedis redis = InstalledRedis.start();
                RedisClient administrator = redis.connect()) {
            // Not from the start: Redis may still count the connection that found it ready.
            assertEquals("OK", administrator.text("CONFIG", "SET", "maxclients", "1"));
            String url = "redis://127.0.0.1:" + redis.port();
            try (Trunkline trunkline = Trunkline.launch(mastodon, List.of(), Map.of("REDIS_URL", url))) {
                trunkline.awaitLog("Redis is away: ERR max number of clients reached");
                administrator.text("CONFIG", "SET", "maxclients", "100");
                await("health").until(trunkline::healthy);
                Token token = mastodon.reader();
                try (EventStream stream = trunkline.stream("/user", token)) {
                    administrator.publish(
                            "timeline:" + token.account().id(),
                            "{\"event\":\"delete\",\"payload\":\"7\"}".getBytes(UTF_8));
                    assertEquals("7", stream.nextData());
                }
                assertFalse(trunkline.log().contains("ERROR"), trunkline::log);
                assertFalse(trunkline.log().contains("Exception"), trunkline::log);
            }
        }
    }
}
