package dev.trunkline.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The tables and rows of the demo, as the queries of the protocol's sections 3 and 6 find them. */
class DemoDataTest {

    private static EmbeddedServers servers;
    private static Connection connection;

    @BeforeAll
    static void start() throws IOException, SQLException {
        servers = EmbeddedServers.start();
        connection = servers.postgres().connect();
        Schema.create(connection);
        DemoData.insert(connection);
    }

    @AfterAll
    static void stop() throws IOException, SQLException {
        if (connection != null) {
            connection.close();
        }
        if (servers != null) {
            servers.stop();
        }
    }

    @Test
    void everyTableOfTheProtocolHasItsColumnsAndRows() throws SQLException {
        String[] queries = {
            "SELECT id, token, resource_owner_id, scopes, created_at, expires_in, revoked_at FROM oauth_access_tokens",
            "SELECT id, account_id, role_id, disabled, chosen_languages FROM users",
            "SELECT id, username, domain, suspended_at FROM accounts",
            "SELECT id, permissions FROM user_roles",
            "SELECT id, account_id FROM lists",
            "SELECT account_id, target_account_id FROM blocks",
            "SELECT account_id, target_account_id, expires_at FROM mutes",
            "SELECT account_id, domain FROM account_domain_blocks",
            "SELECT id, account_id, phrase, context, expires_at, action FROM custom_filters",
            "SELECT id, custom_filter_id, keyword, whole_word FROM custom_filter_keywords",
            "SELECT var, value FROM settings",
        };
        for (String query : queries) {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(query)) {
                assertTrue(rows.next(), query);
            }
        }
    }

    @Test
    void typesAreMastodons() throws SQLException {
        assertEquals("bigint", type("accounts", "id"));
        assertEquals("timestamp without time zone", type("mutes", "expires_at"));
        assertEquals("ARRAY", type("users", "chosen_languages"));
        assertEquals("ARRAY", type("custom_filters", "context"));
        assertEquals("text", type("custom_filters", "phrase"));
        assertEquals("character varying", type("oauth_access_tokens", "scopes"));
        assertEquals("integer", type("oauth_access_tokens", "expires_in"));
        assertEquals("bigint", type("user_roles", "permissions"));
    }

    @Test
    void theIndexesOfTheQueriesExist() throws SQLException {
        for (String index : new String[] {
            "index_blocks_on_account_id_and_target_account_id",
            "index_blocks_on_target_account_id",
            "index_mutes_on_account_id_and_target_account_id",
            "index_mutes_on_target_account_id",
            "index_account_domain_blocks_on_account_id_and_domain",
            "index_custom_filters_on_account_id",
            "index_custom_filter_keywords_on_custom_filter_id",
            "index_oauth_access_tokens_on_token",
            "index_lists_on_account_id",
            "index_settings_on_var",
        }) {
            assertEquals(1, count("SELECT count(*) FROM pg_indexes WHERE indexname = '" + index + "'"), index);
        }
    }

    @Test
    void tokensAreValidOrInvalidAsNamed() throws SQLException {
        String good = "SELECT count(*) FROM oauth_access_tokens t JOIN users u ON u.id = t.resource_owner_id"
                + " JOIN accounts a ON a.id = u.account_id WHERE t.revoked_at IS NULL AND NOT u.disabled"
                + " AND a.suspended_at IS NULL AND (t.expires_in IS NULL"
                + " OR t.created_at + t.expires_in * interval '1 second' > now() AT TIME ZONE 'UTC') AND t.token = ";
        assertEquals(1, count(good + "'demo-alice-read'"));
        assertEquals(1, count(good + "'demo-alice-statuses'"));
        assertEquals(1, count(good + "'demo-alice-write'"));
        assertEquals(0, count(good + "'demo-alice-expired'"));
        assertEquals(0, count(good + "'demo-alice-revoked'"));
        assertEquals(0, count(good + "'demo-erin-read'"));
        assertEquals(0, count(good + "'demo-sam-read'"));
    }

    @Test
    void rowsCanBeAddedWithoutAnId() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO blocks (account_id, target_account_id)"
                            + " SELECT a.id, b.id FROM accounts a, accounts b WHERE a.username = 'bob' AND b.username = 'ivan'");
            statement.execute("INSERT INTO accounts (username) VALUES ('newcomer')");
            statement.execute("INSERT INTO users (account_id) SELECT id FROM accounts WHERE username = 'newcomer'");
            statement.execute("INSERT INTO lists (account_id) SELECT id FROM accounts WHERE username = 'newcomer'");
        }
    }

    private static long count(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            assertTrue(rows.next());
            return rows.getLong(1);
        }
    }

    private static String type(String table, String column) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT data_type FROM information_schema.columns"
                        + " WHERE table_name = '" + table + "' AND column_name = '" + column + "'")) {
            assertTrue(rows.next(), table + "." + column);
            return rows.getString(1);
        }
    }
}
