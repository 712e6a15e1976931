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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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

    /** All are looked up by one query: none may make it fail, or be found where it should not be. */
    @Test
    void aRowThatRailsWouldNotWriteAffectsOnlyItself() throws SQLException {
        List<String> columns = List.of("users ALTER disabled", "oauth_access_tokens ALTER created_at");
        for (String column : columns) {
            execute("ALTER TABLE " + column + " DROP NOT NULL");
        }
        try {
            execute("UPDATE users SET chosen_languages = CASE id WHEN 1 THEN '{en,NULL,de}' WHEN 2 THEN '{NULL}'"
                    + " WHEN 3 THEN '{}' WHEN 4 THEN '{{en,de},{fr,it}}' WHEN 5 THEN '{\"\"}' END::varchar[]"
                    + " WHERE id <= 5");
            execute("UPDATE users SET disabled = NULL WHERE id = 6");
            execute("INSERT INTO oauth_access_tokens (token, resource_owner_id, scopes, created_at, expires_in) VALUES"
                    + " ('some', 1, 'read', now(), NULL), ('null', 2, 'read', now(), NULL),"
                    + " ('none', 3, NULL, now(), NULL), ('twofold', 4, 'read', now(), NULL),"
                    + " ('empty', 5, 'read', now(), NULL), ('maybe disabled', 6, 'read', now(), NULL),"
                    + " ('late', 7, 'read', '294276-12-31', 2147483647), ('ever', 8, 'read', 'infinity', -1),"
                    + " ('never', 9, 'read', '-infinity', 2147483647), ('unknown time', 10, 'read', NULL, 60),"
                    + " ('long over', 11, 'read', '4713-01-01 BC', 60)");
            Map<String, CompletableFuture<Optional<Viewer>>> asked = new LinkedHashMap<>();
            for (String token : List.of("some", "null", "none", "twofold", "empty", "late", "ever")) {
                asked.put(token, viewers.byToken(token).subscribeAsCompletionStage());
            }
            List<CompletableFuture<Optional<Viewer>>> invalid = Stream.of(
                            "maybe disabled", "never", "unknown time", "long over")
                    .map(token -> viewers.byToken(token).subscribeAsCompletionStage())
                    .toList();
            invalid.forEach(token -> assertEquals(Optional.empty(), token.join()));
            Map<String, Viewer> found = new LinkedHashMap<>();
            asked.forEach((token, viewer) -> found.put(token, viewer.join().orElseThrow()));
            Map<String, String> languages = new LinkedHashMap<>();
            found.forEach((token, viewer) -> languages.put(token, String.valueOf(sorted(viewer.chosenLanguages()))));
            assertEquals(
                    "{some=[de, en], null=null, none=null, twofold=null, empty=[], late=null, ever=null}",
                    languages.toString());
            assertEquals(
                    1,
                    found.values().stream()
                            .filter(viewer -> !viewer.scopes().allow("read:statuses"))
                            .count());
        } finally {
            execute("TRUNCATE oauth_access_tokens");
            execute("UPDATE users SET chosen_languages = NULL, disabled = false");
            for (String column : columns) {
                execute("ALTER TABLE " + column + " SET NOT NULL");
            }
        }
    }

    private static @Nullable Set<String> sorted(@Nullable Set<String> languages) {
        return languages == null ? null : new TreeSet<>(languages);
    }
}
