package dev.trunkline.viewer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.database.DatabaseFixture;
import dev.trunkline.demo.EmbeddedServers;
import dev.trunkline.demo.Schema;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is remembered of tokens, and that many are looked up together (protocol, section 3). */
class ViewersTest {

    private static EmbeddedServers servers;
    private static Connection connection;
    private static DatabaseFixture fixture;

    private long now = Long.MAX_VALUE - 5;
    private Viewers viewers;

    @BeforeAll
    static void start() throws IOException, SQLException {
        servers = EmbeddedServers.start();
        connection = servers.postgres().connect();
        Schema.create(connection);
        execute("INSERT INTO accounts (id, username) SELECT id, 'a' || id FROM generate_series(1, 300) id");
        execute("INSERT INTO users (id, account_id) SELECT id, id FROM generate_series(1, 300) id");
        fixture = new DatabaseFixture(servers.postgres());
    }

    @AfterAll
    static void stop() throws IOException, SQLException {
        fixture.close();
        connection.close();
        servers.stop();
    }

    @BeforeEach
    void begin() throws SQLException {
        viewers = new Viewers(fixture.database(), () -> now);
        execute("TRUNCATE oauth_access_tokens");
    }

    private static void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void insert(String token, int user) throws SQLException {
        execute("INSERT INTO oauth_access_tokens (token, resource_owner_id, scopes) VALUES ('" + token + "', " + user
                + ", 'read')");
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private boolean isValid(String token) {
        return viewers.byToken(token).await().indefinitely().isPresent();
    }

    @Test
    void anInvalidTokenIsNotAskedAgainForTwoSeconds() throws SQLException {
        assertFalse(isValid("early"));
        insert("early", 1);
        pass(Duration.ofMillis(1_999));
        assertFalse(isValid("early"));
        pass(Duration.ofMillis(1));
        assertTrue(isValid("early"));
    }

    @Test
    void aRevokedTokenIsInvalidAtOnce() throws SQLException {
        insert("revoked", 1);
        assertTrue(isValid("revoked"));
        execute("UPDATE oauth_access_tokens SET revoked_at = now()");
        assertFalse(isValid("revoked"));
    }

    @Test
    void aTokenThatWasValidLatelyIsKnownUntilItIsFoundInvalid() throws SQLException {
        insert("known", 1);
        assertFalse(viewers.wasValid("known"));
        assertTrue(isValid("known"));
        pass(Duration.ofMinutes(59));
        assertTrue(viewers.wasValid("known"));
        pass(Duration.ofMinutes(1));
        assertFalse(viewers.wasValid("known"));
        assertTrue(isValid("known"));
        execute("TRUNCATE oauth_access_tokens");
        assertTrue(viewers.wasValid("known"));
        assertFalse(isValid("known"));
        assertFalse(viewers.wasValid("known"));
    }

    @Test
    void eachOfManyGetsItsOwnViewer() throws SQLException {
        for (int user = 1; user <= 300; user += 2) {
            insert("token" + user, user);
        }
        List<Optional<Viewer>> found = IntStream.rangeClosed(1, 300)
                .mapToObj(user -> viewers.byToken("token" + user).subscribeAsCompletionStage())
                .toList()
                .stream()
                .map(asked -> asked.toCompletableFuture().join())
                .toList();
        for (int user = 1; user <= 300; user++) {
            long expected = user % 2 == 1 ? user : -1;
            assertEquals(expected, found.get(user - 1).map(Viewer::accountId).orElse(-1L));
        }
    }
}
