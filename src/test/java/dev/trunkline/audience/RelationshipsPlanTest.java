package dev.trunkline.audience;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.trunkline.database.DatabaseFixture;
import dev.trunkline.demo.EmbeddedServers;
import dev.trunkline.demo.Schema;
import dev.trunkline.harness.SameOnEveryJdk;
import java.io.IOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * On a large database every query uses the indexes, whatever the planner's statistics say, and the results are those of the
 * protocol's rule (section 6, check 3). Figures: docs/decisions/0004-relationships-in-one-query.md.
 */
@SameOnEveryJdk
class RelationshipsPlanTest {

    private static EmbeddedServers servers;
    private static Connection connection;
    private static DatabaseFixture fixture;
    private static Relationships relationships;

    @BeforeAll
    static void start() throws IOException, SQLException {
        servers = EmbeddedServers.start();
        connection = servers.postgres().connect();
        Schema.create(connection);
        Crowd.fill(connection);
        fixture = new DatabaseFixture(servers.postgres());
        relationships = new Relationships(fixture.database());
    }

    @AfterAll
    static void stop() throws IOException, SQLException {
        fixture.close();
        connection.close();
        servers.stop();
    }

    record Case(String name, long author, @Nullable String domain, int mentions, int listeners) {

        long[] accounts() {
            return Crowd.listeners(listeners);
        }

        StatusPeople people() {
            return new StatusPeople(
                    author,
                    domain,
                    LongStream.of(Crowd.mentioned(mentions)).boxed().collect(Collectors.toSet()));
        }

        @Override
        public String toString() {
            return name + " for " + listeners;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(1, 100, 1_000, Crowd.LISTENERS)
                .flatMap(listeners -> Stream.of(
                        new Case("an ordinary author", Crowd.ORDINARY, null, 0, listeners),
                        new Case("one whom many block", Crowd.HATED, null, 0, listeners),
                        new Case("one who blocks many", Crowd.BLOCKER, null, 0, listeners),
                        new Case("a remote one", Crowd.ORDINARY, Crowd.DOMAIN, 0, listeners),
                        new Case("a remote one who mentions 5", Crowd.ORDINARY, Crowd.DOMAIN, 5, listeners),
                        new Case("one who mentions 300", Crowd.ORDINARY, null, 300, listeners)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theIndexesAreUsed(Case status) throws SQLException {
        assertNoScan(status);
    }

    /** ANALYZE takes a sample. If most accounts are blocked by few, it estimates that each is blocked by many. */
    @Test
    void theIndexesAreUsedWithWrongStatistics() throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            for (String table : new String[] {"blocks", "mutes"}) {
                statement.execute("ALTER TABLE " + table + " ALTER target_account_id SET (n_distinct = 300)");
                statement.execute("ANALYZE " + table);
            }
            for (Case status : cases().toList()) {
                assertNoScan(status);
            }
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theResultsFollowTheRule(Case status) throws SQLException {
        List<Set<Long>> hidden = relationships
                .hiding(List.of(status.people()), status.accounts())
                .await()
                .indefinitely();
        assertEquals(List.of(rule(status)), hidden);
    }

    @Test
    void theResultsOfManyStatusesInOneQueryFollowTheRule() throws SQLException {
        long[] listeners = Crowd.listeners(1_000);
        List<Case> statuses =
                cases().filter(status -> status.listeners() == 1_000).toList();
        List<Set<Long>> hidden = relationships
                .hiding(statuses.stream().map(Case::people).toList(), listeners)
                .await()
                .indefinitely();
        for (int i = 0; i < statuses.size(); i++) {
            assertEquals(rule(statuses.get(i)), hidden.get(i), statuses.get(i).toString());
        }
    }

    private static void assertNoScan(Case status) throws SQLException {
        assertNoScan(status, List.of(status.people()));
        // As many as are asked for together.
        assertNoScan(
                status,
                Stream.concat(
                                Stream.of(status.people()),
                                LongStream.range(1, status.listeners() == 1 ? 512 : 64)
                                        .mapToObj(i ->
                                                new StatusPeople(Crowd.id(6_000 + i), "d" + i + ".example", Set.of())))
                        .toList());
    }

    private static void assertNoScan(Case status, List<StatusPeople> people) throws SQLException {
        RelationshipsQuery query = new RelationshipsQuery(people, status.accounts());
        for (String sql : new String[] {query.first(), query.second(query.people())}) {
            String plan = one("EXPLAIN (FORMAT JSON) " + sql);
            assertFalse(plan.contains("\"Seq Scan\""), () -> status + ": " + plan);
        }
    }

    private static String one(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static Set<Long> rule(Case status) throws SQLException {
        String rule = """
                SELECT listener.id FROM unnest(?::bigint[]) AS listener (id)
                WHERE EXISTS (SELECT FROM blocks WHERE account_id = listener.id AND target_account_id = ANY (?::bigint[]))
                   OR EXISTS (SELECT FROM mutes WHERE account_id = listener.id AND target_account_id = ANY (?::bigint[])
                                 AND (expires_at IS NULL OR expires_at > now() AT TIME ZONE 'utc'))
                   OR EXISTS (SELECT FROM blocks WHERE account_id = ? AND target_account_id = listener.id)
                   OR EXISTS (SELECT FROM account_domain_blocks WHERE account_id = listener.id AND domain = ?)
                """;
        try (PreparedStatement statement = connection.prepareStatement(rule)) {
            Array people = array(LongStream.concat(
                    LongStream.of(status.author()), Arrays.stream(Crowd.mentioned(status.mentions()))));
            statement.setArray(1, array(Arrays.stream(status.accounts())));
            statement.setArray(2, people);
            statement.setArray(3, people);
            statement.setLong(4, status.author());
            statement.setString(5, status.domain());
            Set<Long> hidden = new HashSet<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    hidden.add(rows.getLong(1));
                }
            }
            return hidden;
        }
    }

    private static Array array(LongStream ids) throws SQLException {
        return connection.createArrayOf("bigint", ids.boxed().toArray());
    }
}
