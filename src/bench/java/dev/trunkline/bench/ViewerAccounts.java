package dev.trunkline.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The viewers: a token for each connection, and the accounts of the tokens, as rows of Mastodon's tables.
 * Viewers are numbered from 0.
 */
record ViewerAccounts(int accounts) {

    void insert(Connection connection, int tokens) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO user_roles (id, name, permissions) VALUES (-99, '', 0)");
            statement.execute("INSERT INTO accounts (id, username) SELECT n, 'viewer' || n FROM generate_series("
                    + account(0) + ", " + account(accounts - 1) + ") n");
            statement.execute("INSERT INTO users (id, account_id) SELECT id, id FROM accounts");
            statement.execute("INSERT INTO oauth_access_tokens (token, scopes, resource_owner_id)"
                    + " SELECT 'bench-token-' || lpad(n::text, 31, '0'), 'read', " + account(0) + " + n % " + accounts
                    + " FROM generate_series(0, " + (tokens - 1) + ") n");
        }
    }

    /** The token of a connection, as long as Mastodon's, 43 characters. */
    static String token(int connection) {
        return String.format(Locale.ROOT, "bench-token-%031d", connection);
    }

    /** The number of the viewer with that connection. */
    int viewer(int connection) {
        return connection % accounts;
    }

    /** The id of a viewer's account. */
    static long account(int viewer) {
        return 1L + viewer;
    }

    /** The home channels of the accounts of the first connections. */
    List<String> homeChannels(int connections) {
        return IntStream.range(0, Math.min(connections, accounts))
                .mapToObj(viewer -> "timeline:" + account(viewer))
                .toList();
    }
}
