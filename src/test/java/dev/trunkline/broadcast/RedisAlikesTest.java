package dev.trunkline.broadcast;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.event.Event;
import dev.trunkline.harness.InstalledRedis;
import dev.trunkline.harness.NeedsTool;
import dev.trunkline.harness.RedisClient;
import dev.trunkline.harness.ScriptedRedis;
import dev.trunkline.harness.ScriptedRedis.Form;
import dev.trunkline.harness.ScriptedRedis.Question;
import dev.trunkline.harness.Tool;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers and proxies that speak Redis's protocol, in their own ways (protocol, section 9). */
class RedisAlikesTest {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Channel HOME = Channel.ofStream("timeline:1");
    private static final String EVENT = "{\"event\":\"delete\",\"payload\":\"7\"}";

    private static Vertx vertx;
    private final List<RedisBroadcaster> started = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @AfterEach
    void stop() {
        started.forEach(one -> one.stop(new ShutdownEvent()));
    }

    /** Kvrocks, and Dragonfly in its first releases: {@code HELLO 3} gets NOPROTO, or is unknown. */
    private static Optional<String> withoutResp3(Question question) {
        return question.name().equals("HELLO")
                ? Optional.of("-NOPROTO unsupported protocol version")
                : Optional.empty();
    }

    /** Predixy with a password: AUTH has one argument and comes before everything else; there is one database. */
    private static Optional<String> predixy(Question question) {
        boolean isAuth = question.name().equals("AUTH");
        if (isAuth && question.words().size() != 2) {
            return Optional.of("-ERR argument wrong");
        }
        if (!isAuth && !question.authenticated()) {
            return Optional.of("-NOAUTH Authentication required.");
        }
        return question.name().equals("SELECT") ? Optional.of("-ERR invalid DB index") : Optional.empty();
    }

    /** A server without a password, which one is sent to all the same; Redis's words since 6, and older ones. */
    private static Function<Question, Optional<String>> withoutPassword(String words) {
        return question -> question.name().equals("AUTH") ? Optional.of(words) : Optional.empty();
    }

    /** Valkey 8.0, where nothing is subscribed. */
    private static Optional<String> valkey(Question question) {
        return question.name().equals("UNSUBSCRIBE")
                ? Optional.of("-NOSUB 'unsubscribe' command executed not in subscribed mode")
                : Optional.empty();
    }

    static Stream<Arguments> alikes() {
        Function<Question, Optional<String>> valkey = RedisAlikesTest::valkey;
        Function<Question, Optional<String>> resp2 = RedisAlikesTest::withoutResp3;
        Function<Question, Optional<String>> proxy = RedisAlikesTest::predixy;
        return Stream.of(
                Arguments.of("", "", resp2, List.of()),
                Arguments.of("/0", "", valkey, List.of()),
                Arguments.of("/3", "", resp2, List.of("SELECT 3")),
                Arguments.of("/0", ":secret@", proxy, List.of("AUTH secret")),
                Arguments.of("", "default:secret@", proxy, List.of("AUTH secret")),
                Arguments.of("/3", "me:secret@", resp2, List.of("AUTH me secret", "SELECT 3")),
                Arguments.of(
                        "",
                        ":secret@",
                        withoutPassword(
                                "-ERR AUTH <password> called without any password configured for the default user."
                                        + " Are you sure your configuration is correct?"),
                        List.of("AUTH secret")),
                Arguments.of(
                        "",
                        ":secret@",
                        withoutPassword("-ERR Client sent AUTH, but no password is set"),
                        List.of("AUTH secret")));
    }

    @ParameterizedTest
    @MethodSource("alikes")
    void nothingIsSentThatIsNotNeeded(
            String database, String account, Function<Question, Optional<String>> rules, List<String> greeting)
            throws IOException {
        try (ScriptedRedis redis = ScriptedRedis.start(Form.ARRAY, rules)) {
            assertBroadcasts(redis, "redis://" + account + "127.0.0.1:" + redis.port() + database);
            String first = "UNSUBSCRIBE trunkline:alive";
            assertEquals(
                    Stream.concat(greeting.stream(), Stream.of(first)).toList(),
                    redis.commands().subList(0, greeting.size() + 1));
            assertTrue(
                    redis.commands().stream().noneMatch(command -> command.startsWith("HELLO")),
                    redis.commands()::toString);
        }
    }

    /** RESP3 is not asked for; a server may use its form all the same. */
    @ParameterizedTest
    @EnumSource(Form.class)
    void messagesAreReadInBothForms(Form form) throws IOException {
        try (ScriptedRedis redis = ScriptedRedis.start(form, question -> Optional.empty())) {
            assertBroadcasts(redis, "redis://127.0.0.1:" + redis.port());
        }
    }

    private void assertBroadcasts(ScriptedRedis redis, String url) throws IOException {
        RedisBroadcaster broadcaster = broadcaster(new RedisOptions().setConnectionString(url));
        await().until(broadcaster::connected);
        List<String> events = new CopyOnWriteArrayList<>();
        broadcaster
                .open(HOME, event -> events.add(event.name()))
                .confirmed()
                .await()
                .atMost(LIMIT);
        assertTrue(redis.keys().contains("subscribed:timeline:1"), redis.keys()::toString);
        assertEquals(1, redis.publish("timeline:1", EVENT));
        await().until(() -> events.equals(List.of("delete")));
    }

    /** Where PSUBSCRIBE is refused, unknown, not answered, or ends the connection. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-NOPERM this user has no permissions to run the 'psubscribe' command",
                "-ERR unknown command",
                ""
            })
    void withoutPatternsChannelsAreSubscribedToByName(String answer) throws IOException {
        Function<Question, Optional<String>> refuses =
                question -> question.name().equals("PSUBSCRIBE") ? Optional.of(answer) : Optional.empty();
        try (ScriptedRedis redis = ScriptedRedis.start(Form.ARRAY, refuses)) {
            RedisBroadcaster broadcaster =
                    broadcaster(new RedisOptions().setConnectionString("redis://127.0.0.1:" + redis.port()));
            List<Boolean> ways = new CopyOnWriteArrayList<>();
            broadcaster.hear(new Ways(ways));
            await().until(broadcaster::connected);
            await().until(() -> ways.equals(List.of(false)));
            assertBroadcasts(redis, "redis://127.0.0.1:" + redis.port());
        }
    }

    /** Notes after each connection whether all system channels arrive. */
    private record Ways(List<Boolean> ways) implements Broadcaster.SystemSink {

        @Override
        public void event(SystemChannel channel, Event event) {
            throw new AssertionError("nothing is published");
        }

        @Override
        public void connected(boolean all) {
            ways.add(all);
        }

        @Override
        public void lost() {}

        @Override
        public int needed() {
            return 0;
        }
    }

    /** Redis itself with too many clients, in its protected mode, while it loads its data; a proxy without a server. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ERR max number of clients reached",
                "DENIED Redis is running in protected mode because protected mode is enabled and no password is set",
                "LOADING Redis is loading the dataset in memory",
                "ERR no server connection avaliable"
            })
    void theServersOwnWordsAreTheReason(String words) {
        try (ScriptedRedis speaksFirst = ScriptedRedis.thatSays("-" + words);
                ScriptedRedis refuses = ScriptedRedis.start(Form.ARRAY, question -> Optional.of("-" + words))) {
            assertEquals(words, reason("redis://127.0.0.1:" + speaksFirst.port()));
            assertEquals(words, reason("redis://:secret@127.0.0.1:" + speaksFirst.port()));
            assertEquals(words, reason("redis://127.0.0.1:" + refuses.port()));
            assertEquals(words, reason("redis://:secret@127.0.0.1:" + refuses.port() + "/3"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"AUTH", "SELECT", "UNSUBSCRIBE"})
    void eachStepThatIsRefusedHasTheServersWords(String step) {
        String words = "ERR " + step + " is not for you";
        try (ScriptedRedis redis = ScriptedRedis.start(
                Form.ARRAY, question -> question.name().equals(step) ? Optional.of("-" + words) : Optional.empty())) {
            assertEquals(words, reason("redis://me:secret@127.0.0.1:" + redis.port() + "/3"));
        }
    }

    @Test
    void whatIsNoRedisIsQuoted() {
        try (ScriptedRedis web = ScriptedRedis.thatSays("HTTP/1.1 400 Bad Request");
                ScriptedRedis odd = ScriptedRedis.start(Form.ARRAY, question -> Optional.of("+OK"))) {
            assertEquals(
                    "it is no Redis; it says 'HTTP/1.1 400 Bad Request'", reason("redis://127.0.0.1:" + web.port()));
            RedisBroadcaster broadcaster =
                    broadcaster(new RedisOptions().setConnectionString("redis://127.0.0.1:" + odd.port()));
            await().until(() -> odd.commands().size() > 1);
            assertTrue(!broadcaster.connectedBefore(), "+OK is no answer to UNSUBSCRIBE");
        }
    }

    /** The reason why {@code --check} finds that it does not answer. */
    private static String reason(String url) {
        RedisProbe probe = RedisServersFixture.probe(vertx, new RedisOptions().setConnectionString(url));
        Exception failure =
                assertThrows(Exception.class, () -> probe.greet(LIMIT).await().atMost(LIMIT.multipliedBy(2)));
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return String.valueOf(cause.getMessage());
    }

    /** The Sentinels get the same greeting, and no SELECT whatever the master's database is. */
    @Test
    void sentinels() throws IOException {
        try (ScriptedRedis master = ScriptedRedis.start(Form.ARRAY, RedisAlikesTest::roleOfAMaster);
                ScriptedRedis sentinel = ScriptedRedis.start(Form.ARRAY, question -> address(question, master))) {
            RedisBroadcaster broadcaster = broadcaster(new RedisOptions()
                    .setType(RedisClientType.SENTINEL)
                    .setMasterName("mymaster")
                    .setConnectionString("redis://:secret@127.0.0.1:" + sentinel.port() + "/3"));
            await().until(broadcaster::connected);
            assertEquals(
                    List.of("AUTH secret", "SENTINEL GET-MASTER-ADDR-BY-NAME mymaster"),
                    sentinel.commands().subList(0, 2));
            assertEquals(
                    List.of("AUTH secret", "SELECT 3", "ROLE", "UNSUBSCRIBE trunkline:alive"),
                    master.commands().subList(0, 4));
        }
    }

    private static Optional<String> roleOfAMaster(Question question) {
        return question.name().equals("ROLE") ? Optional.of("*3\r\n$6\r\nmaster\r\n:0\r\n*0") : Optional.empty();
    }

    private static Optional<String> address(Question question, ScriptedRedis master) {
        String port = Integer.toString(master.port());
        return question.name().equals("SENTINEL")
                ? Optional.of("*2\r\n$9\r\n127.0.0.1\r\n$" + port.length() + "\r\n" + port)
                : Optional.empty();
    }

    private RedisBroadcaster broadcaster(RedisOptions options) {
        RedisBroadcaster broadcaster = RedisServersFixture.broadcaster(vertx, options);
        started.add(broadcaster);
        return broadcaster;
    }

    static Stream<String> installed() {
        return Stream.of("redis-server", "valkey-server", "keydb-server")
                .filter(program -> Tool.find(program).isPresent());
    }

    /** The servers that this machine has, with a password and another database, a lost connection and too many clients. */
    @ParameterizedTest
    @MethodSource("installed")
    @NeedsTool("redis-server")
    void installedServers(String program) throws IOException {
        try (InstalledRedis redis = InstalledRedis.startAlike(program, "requirepass opensesame");
                RedisClient administrator = redis.connect()) {
            administrator.text("AUTH", "opensesame");
            String url = "redis://:opensesame@127.0.0.1:" + redis.port() + "/3";
            RedisBroadcaster broadcaster = broadcaster(new RedisOptions().setConnectionString(url));
            await().until(broadcaster::connected);
            List<String> events = new CopyOnWriteArrayList<>();
            Broadcaster.OpenChannel open = broadcaster.open(HOME, event -> events.add(event.name()));
            open.confirmed().await().atMost(LIMIT);
            administrator.number("PUBLISH", "timeline:1", EVENT);
            await().until(() -> events.size() == 1);
            administrator.text("SELECT", "3");
            assertEquals("1", administrator.text("GET", "subscribed:timeline:1"));
            assertEquals("NOAUTH Authentication required.", reason("redis://127.0.0.1:" + redis.port()));
            assertTrue(reason("redis://:wrong@127.0.0.1:" + redis.port()).matches("(WRONGPASS|ERR) invalid .*"));

            administrator.text("CONFIG", "SET", "maxclients", "1");
            administrator.number("CLIENT", "KILL", "TYPE", "pubsub");
            await().until(() -> !broadcaster.connected());
            assertEquals("ERR max number of clients reached", reason(url));
            administrator.text("CONFIG", "SET", "maxclients", "100");
            await().until(broadcaster::connected);
            open.confirmed().await().atMost(LIMIT);
            administrator.number("PUBLISH", "timeline:1", EVENT);
            await().until(() -> events.size() == 2);
        }
    }
}
