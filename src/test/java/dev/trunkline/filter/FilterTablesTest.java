package dev.trunkline.filter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.trunkline.database.DatabaseFixture;
import dev.trunkline.demo.EmbeddedServers;
import dev.trunkline.demo.Schema;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The way from Mastodon's tables to the {@code filtered} array. */
class FilterTablesTest {

    /** What a row counts besides its texts. */
    private static final int ROW = 64;

    private static EmbeddedServers servers;
    private static Connection connection;
    private static DatabaseFixture fixture;

    private KeywordFilters filters;

    @BeforeAll
    static void start() throws IOException, SQLException {
        servers = EmbeddedServers.start();
        connection = servers.postgres().connect();
        Schema.create(connection);
        fixture = new DatabaseFixture(servers.postgres());
    }

    @AfterAll
    static void stop() throws IOException, SQLException {
        if (fixture != null) {
            fixture.close();
        }
        if (connection != null) {
            connection.close();
        }
        if (servers != null) {
            servers.stop();
        }
    }

    @BeforeEach
    void accounts() throws SQLException {
        execute("TRUNCATE accounts CASCADE");
        execute("INSERT INTO accounts (id, username) VALUES (1, 'a'), (2, 'b'), (3, 'c')");
        filters = filters(new FilterBounds(5_000, 1 << 20));
    }

    @AfterEach
    void end() {
        filters.stop();
    }

    @Test
    void readsFiltersWithTheirKeywords() throws SQLException {
        execute("INSERT INTO custom_filters (id, account_id, phrase, context, action, expires_at) VALUES"
                + " (20, 1, 'A \"title\" \\ é\t\u0001', '{home,public}', 1, NULL),"
                + " (10, 1, 'Later', '{}', 0, '2099-12-31 23:59:59.123999'),"
                + " (11, 1, 'Over', '{}', 0, '2020-01-01'),"
                + " (12, 1, 'Without keywords', '{}', 0, NULL),"
                + " (13, 1, 'Empty keyword', '{}', 0, NULL),"
                + " (14, 1, 'For ever', '{}', 0, 'infinity'),"
                + " (15, 1, 'Very late', '{}', 0, '12345-01-02 03:04:05'),"
                + " (30, 2, 'Blur', '{notifications}', 2, NULL),"
                + " (40, 3, 'Other', '{}', 7, NULL)");
        execute("INSERT INTO custom_filter_keywords (id, custom_filter_id, keyword, whole_word) VALUES"
                + " (4, 20, 'fine day', true), (3, 20, 'fine', true), (1, 20, 'day', false), (2, 10, 'ONE', true),"
                + " (5, 11, 'fine', true), (6, 13, '', false), (7, 14, 'fin', false), (8, 14, 'fin', true),"
                + " (9, 15, 'fin', true), (10, 30, 'da', false), (11, 40, 'da', true), (12, 15, 'a fine', true)");

        assertEquals(
                Map.of(
                        1L,
                        "[" + result("10", "Later", "", "\"2099-12-31T23:59:59.123Z\"", "warn", "One") + ","
                                + result("14", "For ever", "", "null", "warn", "fin") + ","
                                + result(
                                        "20",
                                        "A \\\"title\\\" \\\\ é\\t\\u0001",
                                        "\"home\",\"public\"",
                                        "null",
                                        "hide",
                                        "fine")
                                + "]",
                        2L,
                        "[" + result("30", "Blur", "\"notifications\"", "null", "blur", "Da") + "]"),
                matches("<p>One fine Day</p>"));
        assertEquals(
                "[" + result("14", "For ever", "", "null", "warn", "fin") + ","
                        + result("15", "Very late", "", "\"+012345-01-02T03:04:05.000Z\"", "warn", "a fine") + ","
                        + result(
                                "20", "A \\\"title\\\" \\\\ é\\t\\u0001", "\"home\",\"public\"", "null", "hide", "fine")
                        + "]",
                matches("a fine thing").get(1L));
    }

    /** Where Rails always writes something, an empty column takes the mildest value, and the filter still works. */
    @Test
    void anOddRowAffectsOnlyItself() throws SQLException {
        List<String> columns = List.of(
                "custom_filters ALTER phrase",
                "custom_filters ALTER context",
                "custom_filters ALTER action",
                "custom_filter_keywords ALTER keyword",
                "custom_filter_keywords ALTER whole_word");
        for (String column : columns) {
            execute("ALTER TABLE " + column + " DROP NOT NULL");
        }
        try {
            execute("INSERT INTO custom_filters (id, account_id, phrase, context, action, expires_at) VALUES"
                    + " (10, 1, NULL, NULL, NULL, NULL), (11, 1, 'Nulls', '{NULL,home,NULL}', -1, 'infinity'),"
                    + " (12, 1, 'Word', '{{a,b},{c,d}}', 0, NULL), (13, 1, 'Over', '{}', 0, '-infinity'),"
                    + " (14, 1, 'Long over', '{}', 0, '4713-01-01 BC'), (20, 2, NULL, '{}', 2147483647, NULL),"
                    + " (30, 3, 'Fine', '{public}', 0, NULL)");
            execute("INSERT INTO custom_filter_keywords (id, custom_filter_id, keyword, whole_word) VALUES"
                    + " (1, 10, 'fin', NULL), (2, 10, 'day', true), (3, 11, 'fine', true), (4, 12, NULL, NULL),"
                    + " (5, 12, 'day', true), (6, 20, 'fine', true), (7, 30, 'fine', true), (8, 13, 'fine', true),"
                    + " (9, 14, 'fine', true)");
            assertEquals(
                    Map.of(
                            1L,
                            "[" + result("10", "", "", "null", "warn", "fin") + ","
                                    + result("11", "Nulls", "\"home\"", "null", "warn", "fine") + ","
                                    + result("12", "Word", "", "null", "warn", "Day") + "]",
                            2L,
                            "[" + result("20", "", "", "null", "warn", "fine") + "]",
                            3L,
                            "[" + result("30", "Fine", "\"public\"", "null", "warn", "fine") + "]"),
                    matches("<p>One fine Day</p>"));
        } finally {
            execute("TRUNCATE accounts CASCADE");
            for (String column : columns) {
                execute("ALTER TABLE " + column + " SET NOT NULL");
            }
        }
    }

    @Test
    void failsIfTheQueryFails() throws SQLException {
        execute("ALTER TABLE custom_filters RENAME TO elsewhere");
        try {
            assertInstanceOf(PgException.class, failures("text").get(1L));
        } finally {
            execute("ALTER TABLE elsewhere RENAME TO custom_filters");
        }
        assertEquals(Map.of(), matches("text"));
    }

    private static KeywordFilters filters(FilterBounds bounds) {
        return new KeywordFilters(
                new FilterTables(fixture.database(), bounds),
                bounds,
                10,
                1 << 20,
                Duration.ofSeconds(30),
                InstantSource.system());
    }

    /** Account 1 has as many rows as allowed, account 2 one more, and account 3 too many filters, most without a keyword. */
    @Test
    void noMoreKeywordsAreReadThanAllowed() throws SQLException {
        execute(
                "INSERT INTO custom_filters (id, account_id, phrase, context) VALUES (10, 1, 't', '{}'), (20, 2, 't', '{}')");
        execute(
                "INSERT INTO custom_filter_keywords (custom_filter_id, keyword) SELECT 10, 'fine' || i FROM generate_series(1, 19) i");
        execute(
                "INSERT INTO custom_filter_keywords (custom_filter_id, keyword) SELECT 20, 'fine' || i FROM generate_series(1, 20) i");
        execute("INSERT INTO custom_filter_keywords (custom_filter_id, keyword) VALUES (10, 'day'), (20, 'day')");
        execute(
                "INSERT INTO custom_filters (id, account_id, phrase, context) SELECT 100 + i, 3, 't', '{}' FROM generate_series(1, 30) i");
        execute("INSERT INTO custom_filter_keywords (custom_filter_id, keyword)"
                + " SELECT max(id), 'day' FROM custom_filters WHERE account_id = 3");
        LoadedFilters loaded = load(new FilterBounds(20, 1 << 20));
        assertEquals(Set.of(1L), loaded.filters().keySet());
        assertEquals(20, keywordsOfFirst(loaded));
        assertEquals(Set.of(2L, 3L), loaded.beyond());
        assertEquals(Set.of(), loaded.postponed());

        filters.stop();
        filters = filters(new FilterBounds(20, 1 << 20));
        assertEquals(Set.of(1L), matches("One fine day").keySet());
        assertEquals(Set.of(2L, 3L), failures("One fine day").keySet());
        assertInstanceOf(AccountTooCostly.class, failures("One fine day").get(2L));
    }

    @Test
    void noMoreBytesAreReadThanAllowed() throws SQLException {
        execute(
                "INSERT INTO custom_filters (id, account_id, phrase, context) VALUES (10, 1, repeat('t', 100), '{home}'),"
                        + " (20, 2, repeat('t', 100), '{home}'), (30, 3, repeat('t', 1000), '{}')");
        execute(
                "INSERT INTO custom_filter_keywords (custom_filter_id, keyword) VALUES (10, repeat('k', 100)), (10, 'day'),"
                        + " (20, repeat('k', 101)), (20, 'day'), (30, 'day')");
        int size = 2 * ROW + 100 + 4 + 100 + 3;
        LoadedFilters loaded = load(new FilterBounds(20, size));
        assertEquals(Set.of(1L), loaded.filters().keySet());
        assertEquals(2, keywordsOfFirst(loaded));
        assertEquals(Set.of(2L, 3L), loaded.beyond());
    }

    /** The sum for one query is at least 4 MB. */
    @Test
    void accountsForWhichTheQueryHasNoRoomAreReadByTheNext() throws SQLException {
        for (int account = 1; account <= 3; account++) {
            execute("INSERT INTO custom_filters (id, account_id, phrase, context) VALUES (" + 10 * account + ", "
                    + account + ", 't', '{}')");
            execute("INSERT INTO custom_filter_keywords (custom_filter_id, keyword, whole_word)" + " SELECT "
                    + 10 * account + ", repeat('k', 2500) || i, true FROM generate_series(1, 1000) i");
            execute("INSERT INTO custom_filter_keywords (custom_filter_id, keyword) VALUES (" + 10 * account
                    + ", 'day')");
        }
        LoadedFilters loaded = load(new FilterBounds(5_000, 3 << 20));
        assertEquals(Set.of(1L), loaded.filters().keySet());
        assertEquals(Set.of(2L, 3L), loaded.postponed());
        filters.stop();
        filters = new KeywordFilters(
                new FilterTables(fixture.database(), new FilterBounds(5_000, 3 << 20)),
                new FilterBounds(5_000, 3 << 20),
                10,
                1 << 30,
                Duration.ofSeconds(30),
                InstantSource.system());
        assertEquals(Set.of(1L, 2L, 3L), matches("One fine day").keySet());
    }

    /**
     * Account 1 has 4 MiB and a byte, which is also more than the sum of the query: it must not be postponed, which would stop
     * all accounts after it. There is just room for account 2.
     */
    @Test
    void anAccountBeyondTheSumOfTheQueryIsNotPostponed() throws SQLException {
        int size = 4 << 20;
        int row = 4096;
        execute(
                "INSERT INTO custom_filters (id, account_id, phrase, context) VALUES (10, 1, 't', '{}'), (20, 2, '', '{}'),"
                        + " (30, 3, 't', '{}')");
        execute("INSERT INTO custom_filter_keywords (custom_filter_id, keyword, whole_word) SELECT 10, repeat('k', "
                + (row - ROW) + "), true FROM generate_series(1, " + size / row + ")");
        execute("INSERT INTO custom_filter_keywords (custom_filter_id, keyword) VALUES (20, 'day'), (30, 'day'),"
                + " (20, repeat('k', " + (row - 1 - ROW - 3 - ROW) + "))");
        FilterBounds bounds = new FilterBounds(5_000, size);
        LoadedFilters loaded = load(bounds);
        assertEquals(Set.of(1L), loaded.beyond());
        assertEquals(Set.of(2L), loaded.filters().keySet());
        assertEquals(Set.of(3L), loaded.postponed());
        filters.stop();
        filters = filters(bounds);
        assertEquals(Set.of(2L, 3L), matches("One fine day").keySet());
        assertEquals(Set.of(1L), failures("One fine day").keySet());
        assertInstanceOf(AccountTooCostly.class, failures("One fine day").get(1L));
    }

    private static int keywordsOfFirst(LoadedFilters loaded) {
        return Objects.requireNonNull(loaded.filters().get(1L)).keywords();
    }

    private static LoadedFilters load(FilterBounds bounds) {
        return new FilterTables(fixture.database(), bounds)
                .load(List.of(3L, 1L, 2L), Runnable::run)
                .await()
                .atMost(Duration.ofSeconds(30));
    }

    private Map<Long, Throwable> failures(String html) {
        return filters.matches(Set.of(1L, 2L, 3L), new SearchableText(List.of(html)))
                .await()
                .atMost(Duration.ofSeconds(30))
                .failures();
    }

    private Map<Long, String> matches(String html) {
        Map<Long, String> matches = new TreeMap<>();
        filters.matches(Set.of(1L, 2L, 3L), new SearchableText(List.of(html)))
                .await()
                .atMost(Duration.ofSeconds(30))
                .arrays()
                .forEach((account, json) -> matches.put(account, new String(json, UTF_8)));
        return matches;
    }

    private static String result(
            String id, String title, String context, String expiresAt, String action, String match) {
        return "{\"filter\":{\"id\":\"" + id + "\",\"title\":\"" + title + "\",\"context\":[" + context
                + "],\"expires_at\":" + expiresAt + ",\"filter_action\":\"" + action + "\"},\"keyword_matches\":[\""
                + match + "\"],\"status_matches\":null}";
    }

    private static void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
