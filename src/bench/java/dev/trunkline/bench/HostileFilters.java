package dev.trunkline.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Filters of one account in great numbers. */
final class HostileFilters {
    private HostileFilters() {}

    /**
     * Inserts them; no keyword is in any status.
     *
     * @param first the first filter's id
     * @param keywords of each filter
     * @param length of each keyword, in characters: a multiple of 32
     */
    static void insert(Connection owner, int viewer, long first, int filters, int keywords, int length)
            throws SQLException {
        try (Statement statement = owner.createStatement()) {
            statement.execute("INSERT INTO custom_filters (id, account_id, phrase, context, action) SELECT " + first
                    + " + n, " + ViewerAccounts.account(viewer) + ", 'Filter ' || n, '{home,public}', 0"
                    + " FROM generate_series(0, " + (filters - 1) + ") n");
            statement.execute(
                    "INSERT INTO custom_filter_keywords (custom_filter_id, keyword, whole_word) SELECT " + first
                            + " + n / " + keywords + ", repeat(md5(n::text), " + length / 32 + "), true"
                            + " FROM generate_series(0, " + ((long) filters * keywords - 1) + ") n");
            statement.execute("VACUUM ANALYZE custom_filters, custom_filter_keywords");
        }
    }
}
