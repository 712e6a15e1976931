package dev.trunkline.audience;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.stream.LongStream;

/**
 * A database of the size of a large instance: 5,000 accounts with some 100,000 blocks, mutes and blocked domains each, an
 * author whom 50,000 accounts block, and one who blocks 50,000. Ids are as long as Mastodon's.
 */
final class Crowd {

    /** How many accounts have blocks of their own. */
    static final int LISTENERS = 5_000;

    static final long ORDINARY = id(10_000);
    static final long HATED = id(60_001);
    static final long BLOCKER = id(60_002);
    static final String DOMAIN = "d17.example";

    private static final String FILL = """
            CREATE FUNCTION pg_temp.id(i bigint) RETURNS bigint LANGUAGE sql IMMUTABLE
                AS 'SELECT 109000000000000000 + i * 977';
            CREATE FUNCTION pg_temp.any_of(i bigint, count bigint) RETURNS bigint LANGUAGE sql IMMUTABLE
                AS 'SELECT abs(hashint8(i)::bigint) % count';
            INSERT INTO accounts (id, username) SELECT pg_temp.id(i), 'a' || i FROM generate_series(1, 61000) i;
            INSERT INTO blocks (account_id, target_account_id)
                SELECT pg_temp.id(1 + pg_temp.any_of(i, 5000)), pg_temp.id(5001 + pg_temp.any_of(i + 1000000, 20000))
                FROM generate_series(1, 100000) i ON CONFLICT DO NOTHING;
            INSERT INTO mutes (account_id, target_account_id, expires_at)
                SELECT pg_temp.id(1 + pg_temp.any_of(i + 7, 5000)), pg_temp.id(5001 + pg_temp.any_of(i + 2000000, 20000)),
                       CASE i % 10 WHEN 0 THEN timestamp '2020-01-01' WHEN 1 THEN timestamp '2999-01-01' END
                FROM generate_series(1, 100000) i ON CONFLICT DO NOTHING;
            INSERT INTO account_domain_blocks (account_id, domain)
                SELECT pg_temp.id(1 + pg_temp.any_of(i + 9, 5000)), 'd' || pg_temp.any_of(i + 3000000, 4000) || '.example'
                FROM generate_series(1, 100000) i ON CONFLICT DO NOTHING;
            INSERT INTO blocks (account_id, target_account_id)
                SELECT pg_temp.id(i), pg_temp.id(60001) FROM generate_series(1, 50000) i;
            INSERT INTO blocks (account_id, target_account_id)
                SELECT pg_temp.id(60002), pg_temp.id(i) FROM generate_series(1, 50000) i;
            """;

    private Crowd() {}

    static void fill(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(FILL);
            statement.execute("VACUUM ANALYZE blocks, mutes, account_domain_blocks");
        }
    }

    /** The id of account number {@code i}. */
    static long id(long i) {
        return 109_000_000_000_000_000L + i * 977;
    }

    /** So many of the accounts that have blocks, always the same, in ascending order. */
    static long[] listeners(int count) {
        return listeners(count, LISTENERS);
    }

    /** So many of the first {@code accounts}, of which only {@link #LISTENERS} have blocks. */
    static long[] listeners(int count, int accounts) {
        return new Random(5)
                .longs(1, accounts + 1L)
                .distinct()
                .limit(count)
                .map(Crowd::id)
                .sorted()
                .toArray();
    }

    /** So many accounts that some accounts block and mute. */
    static long[] mentioned(int count) {
        return LongStream.rangeClosed(1, count).map(i -> id(10_000 + 37 * i)).toArray();
    }
}
