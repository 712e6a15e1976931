package dev.trunkline.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Locale;

/**
 * The accounts besides viewers and authors, and who blocks and mutes whom. Only strangers block, mute or are blocked by an
 * author, so that every viewer gets every status.
 */
final class Strangers {
    private static final int COUNT = 10_000;
    private static final long FIRST_ID = 108_000_000_000_000_000L;

    static final int MAX_FOES = COUNT / 2;

    private Strangers() {}

    /**
     * Inserts the rows.
     *
     * @param rows of each table besides those about authors, spread evenly over the viewers and half of the strangers
     * @param foes strangers who block and mute an author and block the domain, and whom an author blocks
     */
    static void insert(Connection connection, ViewerAccounts viewers, int rows, int foes) throws SQLException {
        run(
                connection,
                "INSERT INTO accounts (id, username, domain) SELECT " + FIRST_ID + " + n, 'stranger' || n,"
                        + " CASE WHEN n % 2 = 0 THEN 'stranger' || n % 500 || '.example' END"
                        + " FROM generate_series(0, " + (COUNT - 1) + ") n");
        try (PreparedStatement authors =
                connection.prepareStatement("INSERT INTO accounts (id, username, domain) VALUES (?, ?, ?)")) {
            for (int author = 0; author < Authors.COUNT; author++) {
                authors.setLong(1, Authors.id(author));
                authors.setString(2, Authors.username(author));
                authors.setString(3, Authors.isLocal(author) ? null : Authors.domain(author));
                authors.addBatch();
            }
            authors.executeBatch();
        }
        // The row's account and its target; no two are the same, because the factor shares no divisor with the count.
        int owners = viewers.accounts() + COUNT / 2;
        String pairs = String.format(
                Locale.ROOT,
                "SELECT CASE WHEN o < %d THEN %d + o ELSE %d + 2 * (o - %d) + 1 END AS owner, (n / %d * 7919 + o) %% %d AS t"
                        + " FROM (SELECT n, n %% %d AS o FROM generate_series(0, %d) n) all_of_them",
                viewers.accounts(),
                ViewerAccounts.account(0),
                FIRST_ID,
                viewers.accounts(),
                owners,
                COUNT,
                owners,
                rows - 1);
        for (String table : new String[] {"blocks", "mutes"}) {
            run(
                    connection,
                    "INSERT INTO " + table + " (account_id, target_account_id) SELECT owner, " + FIRST_ID
                            + " + t FROM (" + pairs + ") pairs");
            run(connection, "INSERT INTO " + table + " (account_id, target_account_id) SELECT s.id, a.id" + foes(foes));
        }
        run(connection, "INSERT INTO blocks (account_id, target_account_id) SELECT a.id, s.id" + foes(foes));
        run(
                connection,
                "INSERT INTO account_domain_blocks (account_id, domain)"
                        + " SELECT owner, 'domain' || t || '.example' FROM (" + pairs + ") pairs");
        run(
                connection,
                "INSERT INTO account_domain_blocks (account_id, domain) SELECT s.id, a.domain" + foes(foes)
                        + " WHERE a.domain IS NOT NULL");
    }

    /** Authors and strangers; each author comes with other strangers. */
    private static String foes(int foes) {
        return String.format(
                Locale.ROOT,
                " FROM (SELECT id, domain, row_number() OVER (ORDER BY id) AS row FROM accounts WHERE id >= %d) a"
                        + " CROSS JOIN generate_series(1, %d) n"
                        + " JOIN accounts s ON s.id = %d + (a.row * %d + n) %% %d",
                Authors.id(0),
                foes,
                FIRST_ID,
                foes,
                COUNT);
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.execute();
        }
    }
}
