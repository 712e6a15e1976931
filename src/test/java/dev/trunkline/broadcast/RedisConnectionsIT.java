package dev.trunkline.broadcast;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.trunkline.config.AddressRanges;
import dev.trunkline.demo.FreePort;
import dev.trunkline.harness.Certificate;
import dev.trunkline.harness.DependsOnJdk;
import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.InstalledRedis;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.NeedsTool;
import dev.trunkline.harness.Outcome;
import dev.trunkline.harness.RedisClient;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Redis with users and passwords, over TLS, over IPv6 and on a Unix socket (protocol, section 9). */
@WireTest
@NeedsTool("redis-server")
class RedisConnectionsIT {

    private static final String SECRET = "opensesame";

    private final Mastodon mastodon;

    RedisConnectionsIT(Mastodon mastodon) {
        this.mastodon = mastodon;
    }

    @Test
    void userAndPassword() throws IOException {
        try (InstalledRedis redis = withUser();
                RedisClient publisher = redis.connect()) {
            publisher.text("AUTH", "streaming", SECRET);
            assertStreams(publisher, Map.of("REDIS_URL", url(redis, "streaming", SECRET) + "/3"));
            Map<String, String> parts = Map.of(
                    "REDIS_PORT", Integer.toString(redis.port()), "REDIS_USER", "streaming", "REDIS_PASSWORD", SECRET);
            publisher.text("SELECT", "0");
            assertStreams(publisher, withoutUrl(parts));
        }
    }

    /** The access list that earlier releases needed: clients with ids get their events, and only other processes are not asked. */
    @Test
    void aUserWithoutTheChannelsBetweenProcesses() throws IOException {
        try (InstalledRedis redis = withUser();
                RedisClient administrator = redis.connect()) {
            administrator.text("AUTH", "administrator", SECRET);
            administrator.text("ACL", "SETUSER", "streaming", "resetchannels", "&timeline:*", "-publish");
            Token token = mastodon.reader();
            String channel = "timeline:" + token.account().id();
            try (Trunkline trunkline = launch(Map.of("REDIS_URL", url(redis, "streaming", SECRET)))) {
                await("health").until(trunkline::healthy);
                try (EventStream stream =
                        trunkline
                                .get("/api/v1/streaming/user")
                                .bearer(token)
                                .header("Accept", "text/event-stream")
                                .stream()) {
                    assertTrue(stream.record().startsWith("id: "));
                    administrator.publish(channel, "{\"event\":\"delete\",\"payload\":\"7\"}".getBytes(UTF_8));
                    assertTrue(stream.record().endsWith("data: 7\n\n"));
                    long before = trunkline.metrics().get("redis_reconnects_total");
                    administrator.number("CLIENT", "KILL", "TYPE", "pubsub");
                    await("back").until(() -> trunkline.metrics().get("redis_reconnects_total") > before);
                    String outage = stream.record();
                    assertTrue(outage.endsWith("\nevent: events_missed\ndata: {\"reason\":\"outage\"}\n\n"), outage);
                    administrator.publish(channel, "{\"event\":\"delete\",\"payload\":\"8\"}".getBytes(UTF_8));
                    assertTrue(stream.record().endsWith("data: 8\n\n"));
                }
            }
        }
    }

    /** The process opens one connection at a time, and connects by itself once the password is right. */
    @Test
    void aWrongPasswordIsLoggedOnceAndLeavesNoConnectionOpen() throws IOException {
        try (InstalledRedis redis = withUser();
                RedisClient administrator = redis.connect();
                Trunkline trunkline = launch(Map.of("REDIS_URL", url(redis, "streaming", "not" + SECRET)))) {
            administrator.text("AUTH", "administrator", SECRET);
            long before = received(administrator);
            await("attempts").until(() -> received(administrator) >= before + 5);
            assertTrue(info(administrator, "connected_clients") <= 3, "connections stay open");
            assertEquals(1, count(trunkline.log(), "Redis is away: WRONGPASS"), trunkline::log);
            assertFalse(trunkline.log().contains(SECRET), "a password is in the log");
            assertEquals(
                    "Redis has not answered yet",
                    trunkline.get("/api/v1/streaming/health").answer().body());

            administrator.text("ACL", "SETUSER", "streaming", ">not" + SECRET);
            await("health").until(trunkline::healthy);
        }
    }

    /** Vert.x's client takes the refusal of its greeting for an answer. */
    @Test
    void aMissingPasswordIsLogged() throws IOException {
        try (InstalledRedis redis = InstalledRedis.start("requirepass " + SECRET);
                Trunkline trunkline = launch(Map.of("REDIS_URL", "redis://127.0.0.1:" + redis.port()))) {
            trunkline.awaitLog("Redis is away: NOAUTH");
            assertFalse(trunkline.healthy());
        }
    }

    @Test
    void ipv6() throws IOException {
        InetAddress loopback = AddressRanges.address("::1");
        assumeTrue(
                NetworkInterface.networkInterfaces()
                        .flatMap(NetworkInterface::inetAddresses)
                        .anyMatch(address -> address.equals(loopback)),
                "Not tested: Redis over IPv6. This machine has no ::1");
        try (InstalledRedis redis = InstalledRedis.start("bind 127.0.0.1 ::1");
                RedisClient publisher = redis.connect()) {
            assertStreams(publisher, Map.of("REDIS_URL", "redis://[::1]:" + redis.port() + "/3"));
            publisher.text("SELECT", "0");
            assertStreams(
                    publisher, withoutUrl(Map.of("REDIS_HOST", "::1", "REDIS_PORT", Integer.toString(redis.port()))));
        }
    }

    @Test
    @DependsOnJdk
    void tls() throws IOException {
        try (Certificate certificate = Certificate.of("ip:127.0.0.1,dns:localhost");
                InstalledRedis redis = withTls(certificate);
                RedisClient publisher = redis.connect()) {
            String url = "rediss://127.0.0.1:" + tlsPort(redis);
            assertStreams(publisher, withAuthority(url, certificate));
            assertRefuses("unable to find valid certification path", Map.of("REDIS_URL", url));
        }
    }

    @Test
    void userAndOddPasswordOverTls() throws IOException {
        String odd = SECRET + "/?#@:%";
        try (Certificate certificate = Certificate.of("ip:127.0.0.1,dns:localhost");
                InstalledRedis redis = withTls(certificate);
                RedisClient publisher = redis.connect()) {
            int port = tlsPort(redis);
            publisher.text("ACL", "SETUSER", "streaming", "on", ">" + odd, "~subscribed:*", "allchannels", "+@all");
            publisher.text("ACL", "SETUSER", "default", "resetpass", ">" + SECRET);
            String url = "rediss://streaming:" + SECRET + "%2F%3F%23%40%3A%25@127.0.0.1:" + port;
            assertStreams(publisher, withAuthority(url, certificate));
        }
    }

    @Test
    @DependsOnJdk
    void tlsUnderAnotherName() throws IOException {
        try (Certificate certificate = Certificate.of("dns:elsewhere.example");
                InstalledRedis redis = withTls(certificate)) {
            assertRefuses(
                    "No subject alternative names", withAuthority("rediss://127.0.0.1:" + tlsPort(redis), certificate));
        }
    }

    @Test
    @DependsOnJdk
    void unixSocket() throws IOException {
        Path folder = Files.createTempDirectory("socket-");
        Path socket = folder.resolve("redis.sock");
        try (InstalledRedis redis = InstalledRedis.start("unixsocket " + socket);
                RedisClient publisher = redis.connect()) {
            assertStreams(publisher, Map.of("REDIS_URL", "unix://" + socket + "?db=3"));
        }
        Files.deleteIfExists(socket);
        Files.delete(folder);
    }

    /** WrongValueTest has the other variables that may name a Unix socket. */
    @Test
    @DependsOnJdk
    void unixSocketsNeedTheNativeTransport() {
        Outcome outcome = Outcome.of(
                Map.of("PORT", "0", "REDIS_URL", "unix:///run/redis.sock"),
                List.of("io.netty.transport.noNative=true"));
        assertEquals(1, outcome.status(), outcome.toString());
        assertEquals(1, outcome.err().size(), outcome.toString());
        assertTrue(outcome.err().get(0).startsWith("REDIS_URL: names a Unix socket"), outcome.toString());
    }

    @Test
    @DependsOnJdk
    void tcpWorksWithoutTheNativeTransport() throws IOException {
        try (InstalledRedis redis = InstalledRedis.start();
                RedisClient publisher = redis.connect()) {
            Map<String, String> parts = Map.of("REDIS_HOST", "127.0.0.1", "REDIS_PORT", Integer.toString(redis.port()));
            assertStreams(publisher, List.of("io.netty.transport.noNative=true"), withoutUrl(parts));
        }
    }

    private void assertStreams(RedisClient publisher, Map<String, String> variables) throws IOException {
        assertStreams(publisher, List.of(), variables);
    }

    private void assertStreams(RedisClient publisher, List<String> settings, Map<String, String> variables)
            throws IOException {
        Token token = mastodon.reader();
        String channel = "timeline:" + token.account().id();
        try (Trunkline trunkline = Trunkline.start(mastodon, settings, variables);
                EventStream stream = trunkline.stream("/user", token)) {
            publisher.publish(channel, "{\"event\":\"delete\",\"payload\":\"7\"}".getBytes(UTF_8));
            assertEquals("7", stream.nextData());
            assertFalse(trunkline.log().contains(SECRET), "a password is in the log");
            if (String.join(" ", variables.values()).matches(".*(/3|db=3).*")) {
                publisher.text("SELECT", "3");
            }
            assertEquals("1", publisher.text("GET", "subscribed:" + channel));
        }
    }

    private void assertRefuses(String reason, Map<String, String> variables) {
        try (Trunkline trunkline = launch(variables)) {
            await("the log line").until(() -> Pattern.compile("Redis is away: .*" + Pattern.quote(reason))
                    .matcher(trunkline.log())
                    .find());
            assertFalse(trunkline.healthy());
        }
    }

    private Trunkline launch(Map<String, String> variables) {
        return Trunkline.launch(mastodon, List.of(), variables);
    }

    private static Map<String, String> withAuthority(String url, Certificate certificate) {
        return Map.of(
                "REDIS_URL", url, "NODE_EXTRA_CA_CERTS", certificate.file().toString());
    }

    /** The harness sets REDIS_URL, which would take precedence. */
    private static Map<String, String> withoutUrl(Map<String, String> parts) {
        Map<String, String> variables = new HashMap<>(parts);
        variables.put("REDIS_URL", "");
        return variables;
    }

    private static InstalledRedis withUser() {
        return InstalledRedis.start(
                "user default off",
                "user administrator on >" + SECRET + " ~* &* +@all",
                // Only the rights that the protocol's sections 1 and 7 need, and those of this test's publisher.
                "user streaming on >" + SECRET
                        + " ~subscribed:* &timeline:* &trunkline:* +subscribe +unsubscribe +set +get +select +publish");
    }

    private static InstalledRedis withTls(Certificate certificate) {
        return InstalledRedis.start(
                "tls-cert-file " + certificate.file(),
                "tls-key-file " + certificate.keyFile(),
                "tls-ca-cert-file " + certificate.file(),
                "tls-auth-clients no");
    }

    /** Opens the TLS port of a running server, which refuses a port that is in use. */
    private static int tlsPort(InstalledRedis redis) throws IOException {
        int port = FreePort.find();
        try (RedisClient client = redis.connect()) {
            client.text("CONFIG", "SET", "tls-port", Integer.toString(port));
        }
        return port;
    }

    private static String url(InstalledRedis redis, String user, String password) {
        return "redis://" + user + ":" + password + "@127.0.0.1:" + redis.port();
    }

    private static long received(RedisClient administrator) {
        return info(administrator, "total_connections_received");
    }

    private static long info(RedisClient administrator, String what) {
        return administrator
                .text("INFO")
                .lines()
                .filter(line -> line.startsWith(what + ":"))
                .mapToLong(line -> Long.parseLong(line.substring(what.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }
}
