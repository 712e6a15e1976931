package dev.trunkline.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Who listens: a token of its own for each connection, and the accounts that they belong to, as rows of Mastodon's tables.
 *
 * @param accounts the accounts' ids
 */
record Viewers(List<String> tokens, List<String> accounts) {

    static Viewers create(Connection connection, int tokens, int accounts) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO user_roles (id, name, permissions) VALUES (-99, '', 0)");
            statement.execute(
                    "INSERT INTO accounts (username) SELECT 'viewer' || n FROM generate_series(1, " + accounts + ") n");
            statement.execute("INSERT INTO users (account_id) SELECT id FROM accounts ORDER BY id");
            // As long as Mastodon's, 43 characters.
            statement.execute("INSERT INTO oauth_access_tokens (token, scopes, resource_owner_id)"
                    + " SELECT 'bench-token-' || lpad(n::text, 31, '0'), 'read', u.id FROM generate_series(1, " + tokens
                    + ") n JOIN (SELECT id, row_number() OVER (ORDER BY id) AS row FROM users) u ON u.row = 1 + n % "
                    + accounts);
            statement.execute("ANALYZE");
            return new Viewers(
                    strings(statement, "SELECT token FROM oauth_access_tokens ORDER BY id"),
                    strings(statement, "SELECT id FROM accounts ORDER BY id"));
        }
    }

    List<String> homeChannels() {
        return accounts.stream().map(account -> "timeline:" + account).toList();
    }

    private static List<String> strings(Statement statement, String query) throws SQLException {
        List<String> all = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                all.add(rows.getString(1));
            }
        }
        return all;
    }
}
