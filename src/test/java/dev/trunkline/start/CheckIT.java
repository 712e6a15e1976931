package dev.trunkline.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.database.Tables;
import dev.trunkline.demo.Schema;
import dev.trunkline.harness.InstalledRedis;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.NeedsTool;
import dev.trunkline.harness.Outcome;
import dev.trunkline.harness.WireTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code --check} prints a line for each finding and exits with the status of all of them. */
@WireTest
class CheckIT {

    /** That of all questions, and the start and end of a JVM on a busy machine. */
    private static final Duration LIMIT = Questions.TOTAL.plusSeconds(15);

    private final Mastodon mastodon;

    CheckIT(Mastodon mastodon) {
        this.mastodon = mastodon;
    }

    private Outcome check(Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(Map.of(
                "REDIS_URL", mastodon.redisServer().url(),
                "DATABASE_URL", mastodon.postgresServer().url()));
        all.putAll(variables);
        Outcome outcome = Outcome.of(all, List.of(), "--check");
        assertEquals(List.of(), outcome.err());
        assertTrue(outcome.took().compareTo(LIMIT) < 0, outcome.toString());
        return outcome;
    }

    private static List<String> faults(Outcome outcome) {
        assertEquals(1, outcome.status(), outcome.toString());
        return outcome.out().stream().filter(line -> line.startsWith("FAULT")).toList();
    }

    @Test
    void everythingIsWell() {
        // A port in use does not matter: the server may be running at the same time.
        Outcome outcome = check(Map.of("PORT", "1"));
        assertEquals(0, outcome.status(), outcome.toString());
        assertEquals(7 + Tables.names().size(), outcome.out().size(), outcome.toString());
        assertTrue(outcome.out().stream().allMatch(line -> line.startsWith("ok ")), outcome.toString());
        assertTrue(outcome.out().get(0).contains("no .env.production in "), outcome.toString());
    }

    /** PostgreSQL demands SCRAM. The driver has a password of its own for those who have none. */
    @Test
    void aPasswordIsMissingAndNamesAreNotRead() {
        String url = mastodon.postgresServer().url().replaceFirst("//([^:]+):[^@]*@", "//$1@");
        Outcome outcome = check(Map.of("DATABASE_URL", url + "?search_path=public", "TRUNKLINE_OUTBOX_LIMT", "2M"));
        List<String> faults = faults(outcome);
        assertEquals(1, faults.size(), outcome.toString());
        assertTrue(faults.get(0).contains("asks for a password, and none is set (DB_PASS"), outcome.toString());
        assertEquals(
                List.of(
                        "note  DATABASE_URL: the parameter search_path of the URL is not read",
                        "note  TRUNKLINE_OUTBOX_LIMT is not read: there is no such setting; TRUNKLINE_OUTBOX_LIMIT may be"
                                + " meant"),
                outcome.out().subList(1, 3));
    }

    /** Another process holds a lock on one of the tables: the time that it takes is not that of the others. */
    @Test
    void missingTablesColumnsAndRightsAndALock() throws SQLException {
        String older = mastodon.postgresServer().url().replaceFirst("/[^/]*$", "/older");
        try (Connection connection = mastodon.connectToDatabase();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE older");
        }
        URI url = URI.create(older);
        String[] user = url.getUserInfo().split(":", -1);
        Outcome outcome;
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://" + url.getHost() + ":" + url.getPort() + url.getPath(), user[0], user[1]);
                Statement statement = connection.createStatement()) {
            Schema.create(connection);
            statement.execute("ALTER TABLE lists DROP COLUMN account_id CASCADE");
            statement.execute("REVOKE ALL ON mutes FROM current_user");
            statement.execute("DROP TABLE settings");
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE accounts");
            outcome = check(Map.of("DATABASE_URL", older));
        }
        List<String> faults = faults(outcome);
        assertEquals(4, faults.size(), outcome.toString());
        assertEquals("FAULT table accounts: no answer within 8 s", faults.get(0));
        assertTrue(faults.get(1).contains("table lists") && faults.get(1).contains("account_id"), outcome.toString());
        assertTrue(faults.get(2).contains("table mutes") && faults.get(2).contains("denied"), outcome.toString());
        assertTrue(faults.get(3).contains("table settings") && faults.get(3).contains("exist"), outcome.toString());
    }

    /** A user with the rights that docs/replace-mastodon-streaming.md names, and others who lack one of them. */
    @Test
    @NeedsTool("redis-server")
    void missingRightsInRedis() throws IOException {
        String needed =
                " on nopass resetchannels &timeline:* ~subscribed:* +hello +auth +select +ping +role +unsubscribe";
        String patterns = " +psubscribe &timeline:access_token:* &timeline:system:*";
        String questions = " +publish &trunkline:*";
        try (InstalledRedis redis = InstalledRedis.start(
                "user enough" + needed + patterns + questions + " +subscribe +set",
                "user named" + needed + questions + " +subscribe +psubscribe +set",
                "user alone" + needed + patterns + " +subscribe +set +publish",
                "user silent" + needed + patterns + " +subscribe +set &trunkline:*",
                "user deaf" + needed + patterns + " +set",
                "user mute" + needed + patterns + " +subscribe",
                "user elsewhere" + needed.replace("&timeline:*", "&timeline:public") + " +subscribe +set")) {
            Outcome enough = check(Map.of("REDIS_URL", as("enough", redis)));
            assertEquals(0, enough.status(), enough.toString());
            assertTrue(enough.out().stream().allMatch(line -> line.startsWith("ok ")), enough.toString());
            // Redis takes a pattern for permitted only where the access list has that very pattern.
            assertOnlyNote("Redis patterns: cannot be subscribed to: NOPERM", patterns, as("named", redis));
            for (String user : List.of("alone", "silent")) {
                assertOnlyNote("Redis channels between processes: cannot be used: NOPERM", questions, as(user, redis));
            }
            assertOnlyFault("Redis channels: cannot be subscribed to: NOPERM", as("deaf", redis));
            assertOnlyFault("Redis channels: cannot be subscribed to: NOPERM", as("elsewhere", redis));
            assertOnlyFault("Redis keys: subscribed:* cannot be set: NOPERM", as("mute", redis));
        }
    }

    @Test
    @NeedsTool("redis-server")
    void readOnlyReplica() throws IOException {
        try (InstalledRedis master = InstalledRedis.start();
                InstalledRedis replica = InstalledRedis.start("replicaof 127.0.0.1 " + master.port())) {
            assertOnlyFault("Redis keys: subscribed:* cannot be set: READONLY", "redis://127.0.0.1:" + replica.port());
        }
    }

    private static String as(String user, InstalledRedis redis) {
        return "redis://" + user + ":any@127.0.0.1:" + redis.port();
    }

    private void assertOnlyNote(String beginning, String end, String redis) {
        Outcome outcome = check(Map.of("REDIS_URL", redis));
        assertEquals(0, outcome.status(), outcome.toString());
        List<String> notes =
                outcome.out().stream().filter(line -> line.startsWith("note")).toList();
        assertEquals(1, notes.size(), outcome.toString());
        assertTrue(notes.get(0).startsWith("note  " + beginning), outcome.toString());
        assertTrue(notes.get(0).endsWith(end.strip()), outcome.toString());
    }

    private void assertOnlyFault(String beginning, String redis) {
        Outcome outcome = check(Map.of("REDIS_URL", redis));
        List<String> faults = faults(outcome);
        assertEquals(1, faults.size(), outcome.toString());
        assertTrue(faults.get(0).startsWith("FAULT " + beginning), outcome.toString());
    }

    @Test
    void serversThatRefuseConnections() {
        Outcome outcome = check(Map.of(
                "REDIS_URL", "redis://:secret@127.0.0.1:1",
                "DATABASE_URL", "postgresql://u:secret@127.0.0.1:1/m"));
        List<String> faults = faults(outcome);
        assertEquals(2, faults.size(), outcome.toString());
        assertTrue(
                faults.get(0).contains("Redis") && faults.get(0).endsWith(": connection refused"), outcome.toString());
        assertTrue(
                faults.get(1).contains("PostgreSQL") && faults.get(1).endsWith(": connection refused"),
                outcome.toString());
        assertFalse(outcome.toString().contains("secret"), outcome.toString());
    }

    @Test
    void serversThatDoNotAnswer() throws IOException {
        // The kernel accepts the connections; no process answers.
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Outcome outcome = check(Map.of(
                    "REDIS_URL", "redis://127.0.0.1:" + silent.getLocalPort(),
                    "DATABASE_URL", "postgresql://u@127.0.0.1:" + silent.getLocalPort() + "/m"));
            List<String> faults = faults(outcome);
            assertEquals(2, faults.size(), outcome.toString());
            assertTrue(faults.stream().allMatch(fault -> fault.endsWith(": no answer within 8 s")), outcome.toString());
        }
    }
}
