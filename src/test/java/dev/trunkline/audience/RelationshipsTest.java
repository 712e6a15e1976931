package dev.trunkline.audience;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.database.DatabaseFixture;
import dev.trunkline.demo.EmbeddedServers;
import dev.trunkline.demo.Schema;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each rule of check 3 (protocol, section 6), with the relationships that hide nothing. */
class RelationshipsTest {

    private static final long AUTHOR = 1;
    private static final long MENTIONED = 2;
    private static final long LISTENER = 3;
    private static final long OTHER = 4;
    private static final long[] NOBODY = {};

    private static EmbeddedServers servers;
    private static Connection connection;
    private static DatabaseFixture fixture;
    private static Relationships relationships;

    @BeforeAll
    static void start() throws IOException, SQLException {
        servers = EmbeddedServers.start();
        connection = servers.postgres().connect();
        Schema.create(connection);
        execute("INSERT INTO accounts (id, username) SELECT id, 'a' || id FROM generate_series(1, 400) id");
        fixture = new DatabaseFixture(servers.postgres());
        relationships = new Relationships(fixture.database());
    }

    @AfterAll
    static void stop() throws IOException, SQLException {
        fixture.close();
        connection.close();
        servers.stop();
    }

    @BeforeEach
    void deleteRelationships() throws SQLException {
        execute("TRUNCATE blocks, mutes, account_domain_blocks");
    }

    @Test
    void aListenerWithoutRelationshipsSeesIt() {
        assertSeen("remote.example", MENTIONED);
        assertEquals(Set.of(), hiding(null, NOBODY, NOBODY));
    }

    @Test
    void blockOrMuteOfTheAuthorHides() throws SQLException {
        block(LISTENER, AUTHOR);
        assertHidden(null);
        deleteRelationships();
        mute(LISTENER, AUTHOR, "NULL");
        assertHidden(null);
    }

    @Test
    void blockOrMuteOfAMentionedAccountHides() throws SQLException {
        block(LISTENER, MENTIONED);
        assertSeen(null);
        assertHidden(null, OTHER, MENTIONED, MENTIONED);
        deleteRelationships();
        mute(LISTENER, MENTIONED, "NULL");
        assertSeen(null);
        assertHidden("remote.example", MENTIONED);
    }

    @Test
    void blockByTheAuthorHides() throws SQLException {
        block(AUTHOR, LISTENER);
        assertHidden(null);
    }

    @Test
    void blockByAMentionedAccountHidesNothing() throws SQLException {
        block(MENTIONED, LISTENER);
        mute(MENTIONED, LISTENER, "NULL");
        assertSeen(null, MENTIONED);
    }

    @Test
    void muteByTheAuthorHidesNothing() throws SQLException {
        mute(AUTHOR, LISTENER, "NULL");
        assertSeen(null);
    }

    @Test
    void aMuteExpires() throws SQLException {
        mute(LISTENER, AUTHOR, "now() AT TIME ZONE 'utc' - INTERVAL '1 second'");
        assertSeen(null);
        deleteRelationships();
        mute(LISTENER, AUTHOR, "now() AT TIME ZONE 'utc' + INTERVAL '1 minute'");
        assertHidden(null);
    }

    @Test
    void expiryIsInUtcWhateverTheDatabasesTimeZone() throws SQLException {
        for (String zone : new String[] {"Pacific/Kiritimati", "Pacific/Pago_Pago"}) {
            execute("ALTER ROLE mastodon SET timezone = '" + zone + "'");
            try (DatabaseFixture there = new DatabaseFixture(servers.postgres())) {
                Relationships relationshipsThere = new Relationships(there.database());
                deleteRelationships();
                mute(LISTENER, AUTHOR, "now() AT TIME ZONE 'utc' - INTERVAL '1 minute'");
                assertEquals(Set.of(), hiding(relationshipsThere, null, NOBODY, LISTENER), zone);
                deleteRelationships();
                mute(LISTENER, AUTHOR, "now() AT TIME ZONE 'utc' + INTERVAL '1 minute'");
                assertEquals(Set.of(LISTENER), hiding(relationshipsThere, null, NOBODY, LISTENER), zone);
            } finally {
                execute("ALTER ROLE mastodon RESET timezone");
            }
        }
    }

    @Test
    void blockOfTheAuthorsDomainHides() throws SQLException {
        blockDomain(LISTENER, "remote.example");
        assertHidden("remote.example");
        assertHidden("Remote.EXAMPLE");
        assertSeen(null);
        assertSeen("sub.remote.example");
        assertSeen("example");
        assertSeen("remote.example.org");
    }

    @Test
    void unicodeAndAsciiSpellingsOfADomainAreEqual() throws SQLException {
        blockDomain(LISTENER, "xn--bcher-kva.example");
        assertHidden("bücher.example");
        assertHidden("BÜCHER.example");
        assertHidden("XN--BCHER-KVA.example");
        assertSeen("bucher.example");
        deleteRelationships();
        blockDomain(LISTENER, "bücher.example");
        assertHidden("xn--bcher-kva.example");
    }

    @Test
    void aDomainIsThatOfTodaysDnsAndThatOfIdna2003() throws SQLException {
        blockDomain(LISTENER, "xn--strae-oqa.example");
        assertHidden("straße.example");
        assertHidden("STRAẞE.example.");
        assertHidden("@straße。example");
        assertSeen("strasse.example");
        deleteRelationships();
        blockDomain(LISTENER, "strasse.example");
        assertHidden("straße.example");
        assertHidden("xn--strae-oqa.example");
    }

    @Test
    void aDomainCannotChangeTheSql() throws SQLException {
        for (String odd : new String[] {"'", "'; DROP TABLE blocks; --", "\\'", "{}", "\0", "\uD83D", "a..b", "%s"}) {
            assertSeen(odd);
            if (!odd.equals("\0") && !odd.equals("\uD83D")) {
                blockDomain(LISTENER, odd.toLowerCase(Locale.ROOT));
                assertHidden(odd);
                deleteRelationships();
            }
        }
    }

    @Test
    void onlyListenersAreReturned() throws SQLException {
        block(OTHER, AUTHOR);
        block(AUTHOR, OTHER);
        mute(OTHER, AUTHOR, "NULL");
        blockDomain(OTHER, "remote.example");
        assertSeen("remote.example");
        block(LISTENER, AUTHOR);
        assertEquals(Set.of(LISTENER, OTHER), hiding("remote.example", NOBODY, OTHER, LISTENER, OTHER, 5));
    }

    /** More accounts than the first query reads, so that the second query is needed. */
    @Test
    void anAuthorWithManyBlocksIsHiddenFromAllOfThem() throws SQLException {
        execute("INSERT INTO blocks (account_id, target_account_id) SELECT id, 1 FROM generate_series(111, 300) id");
        execute("INSERT INTO mutes (account_id, target_account_id) SELECT id, 2 FROM generate_series(301, 320) id");
        execute("INSERT INTO mutes (account_id, target_account_id, expires_at)"
                + " SELECT id, 2, '2020-01-01' FROM generate_series(321, 330) id");
        execute("INSERT INTO blocks (account_id, target_account_id) VALUES (1, 390)");
        blockDomain(395, "remote.example");
        long[] all = LongStream.rangeClosed(3, 400).toArray();
        Set<Long> hidden = hiding("remote.example", new long[] {MENTIONED}, all);
        Set<Long> expected = LongStream.concat(LongStream.rangeClosed(111, 320), LongStream.of(390, 395))
                .boxed()
                .collect(Collectors.toSet());
        assertEquals(expected, hidden);
        assertEquals(Set.of(300L), hiding(null, NOBODY, 300, 340));
    }

    @Test
    void eachOfSeveralStatusesHasItsOwnResult() throws SQLException {
        block(LISTENER, AUTHOR);
        block(OTHER, MENTIONED);
        block(5, 6);
        blockDomain(OTHER, "remote.example");
        blockDomain(LISTENER, "xn--bcher-kva.example");
        List<Set<Long>> hidden = relationships
                .hiding(
                        List.of(
                                status(AUTHOR, null),
                                status(AUTHOR, null, MENTIONED),
                                status(MENTIONED, "remote.example", AUTHOR),
                                status(7, "bücher.example"),
                                status(5, "remote.example"),
                                status(7, null)),
                        new long[] {LISTENER, OTHER, 6})
                .await()
                .indefinitely();
        assertEquals(
                List.of(
                        Set.of(LISTENER),
                        Set.of(LISTENER, OTHER),
                        Set.of(LISTENER, OTHER),
                        Set.of(LISTENER),
                        Set.of(OTHER, 6L),
                        Set.of()),
                hidden);
    }

    /** As many as are asked for together for a viewer who comes back: more rows than are read of one person. */
    @Test
    void hundredsOfStatusesForOneListenerHaveTheirOwnResults() throws SQLException {
        execute("INSERT INTO blocks (account_id, target_account_id) SELECT 399, id FROM generate_series(1, 390, 2) id");
        execute("INSERT INTO mutes (account_id, target_account_id) SELECT 400, id FROM generate_series(1, 390, 3) id");
        blockDomain(400, "d40.example");
        block(20, 400);
        List<StatusPeople> statuses = LongStream.range(0, CheckRound.MAX_CHECKS)
                .mapToObj(i -> status(1 + i % 390, "d" + i + ".example"))
                .toList();
        List<Set<Long>> expected = LongStream.range(0, CheckRound.MAX_CHECKS)
                .mapToObj(i -> i % 390 % 3 == 0 || i == 40 || i % 390 == 19 ? Set.of(400L) : Set.<Long>of())
                .toList();
        assertEquals(
                expected,
                relationships.hiding(statuses, new long[] {400}).await().indefinitely());
    }

    /** One of several people with more accounts than are read for one person, and then more than are read in all. */
    @Test
    void peopleWithManyBlocksAreCompleteAmongOthers() throws SQLException {
        execute("INSERT INTO blocks (account_id, target_account_id) SELECT id, 1 FROM generate_series(111, 300) id");
        execute("INSERT INTO mutes (account_id, target_account_id) VALUES (350, 2), (351, 7)");
        List<StatusPeople> statuses =
                List.of(status(7, null), status(AUTHOR, null, MENTIONED), status(MENTIONED, null));
        long[] listeners = {120, 300, 340, 350, 351};
        List<Set<Long>> expected = List.of(Set.of(351L), Set.of(120L, 300L, 350L), Set.of(350L));
        assertEquals(expected, relationships.hiding(statuses, listeners).await().indefinitely());
        execute("INSERT INTO blocks (account_id, target_account_id)"
                + " SELECT id, person FROM generate_series(11, 100) id, generate_series(20, 25) person");
        List<StatusPeople> more =
                List.of(status(20, null, 21, 22, 23, 24, 25), status(7, null), status(AUTHOR, null, MENTIONED));
        assertEquals(
                List.of(Set.of(), Set.of(351L), Set.of(120L, 300L, 350L)),
                relationships.hiding(more, listeners).await().indefinitely());
    }

    @Test
    void aRowThatRailsWouldNotWriteAffectsOnlyItself() throws SQLException {
        List<String> columns = List.of(
                "blocks ALTER account_id",
                "blocks ALTER target_account_id",
                "mutes ALTER account_id",
                "mutes ALTER target_account_id",
                "account_domain_blocks ALTER account_id",
                "account_domain_blocks ALTER domain");
        for (String column : columns) {
            execute("ALTER TABLE " + column + " DROP NOT NULL");
        }
        try {
            execute(
                    "INSERT INTO blocks (account_id, target_account_id) VALUES (NULL, 1), (NULL, 2), (1, NULL), (3, NULL)");
            execute("INSERT INTO mutes (account_id, target_account_id) VALUES (NULL, 1), (3, NULL), (NULL, NULL)");
            execute("INSERT INTO account_domain_blocks (account_id, domain)"
                    + " VALUES (NULL, 'remote.example'), (3, NULL), (NULL, NULL)");
            assertSeen("remote.example", MENTIONED);
            mute(LISTENER, MENTIONED, "'-infinity'");
            assertSeen("remote.example", MENTIONED);
            mute(LISTENER, AUTHOR, "'infinity'");
            assertHidden("remote.example", MENTIONED);
            deleteRelationships();
            // So many that the second query is needed.
            execute("INSERT INTO blocks (account_id, target_account_id) SELECT NULL, 1 FROM generate_series(1, 200)");
            assertSeen("remote.example", MENTIONED);
            block(LISTENER, AUTHOR);
            assertHidden("remote.example", MENTIONED);
        } finally {
            deleteRelationships();
            for (String column : columns) {
                execute("ALTER TABLE " + column + " SET NOT NULL");
            }
        }
    }

    @Test
    void nothingIsCached() throws SQLException {
        assertSeen(null);
        block(LISTENER, AUTHOR);
        assertHidden(null);
        deleteRelationships();
        assertSeen(null);
    }

    private static void assertHidden(@Nullable String domain, long... mentioned) {
        assertEquals(Set.of(LISTENER), hiding(domain, mentioned, LISTENER, 5), domain);
    }

    private static void assertSeen(@Nullable String domain, long... mentioned) {
        assertEquals(Set.of(), hiding(domain, mentioned, LISTENER, 5), domain);
    }

    private static Set<Long> hiding(@Nullable String domain, long[] mentioned, long... accounts) {
        return hiding(relationships, domain, mentioned, accounts);
    }

    private static Set<Long> hiding(Relationships asked, @Nullable String domain, long[] mentioned, long... accounts) {
        return asked.hiding(List.of(status(AUTHOR, domain, mentioned)), accounts)
                .await()
                .indefinitely()
                .get(0);
    }

    private static StatusPeople status(long author, @Nullable String domain, long... mentioned) {
        return new StatusPeople(author, domain, LongStream.of(mentioned).boxed().collect(Collectors.toSet()));
    }

    private static void block(long account, long target) throws SQLException {
        execute("INSERT INTO blocks (account_id, target_account_id) VALUES (?, ?)", account, target);
    }

    private static void mute(long account, long target, String end) throws SQLException {
        execute(
                "INSERT INTO mutes (account_id, target_account_id, expires_at) VALUES (?, ?, " + end + ")",
                account,
                target);
    }

    private static void blockDomain(long account, String domain) throws SQLException {
        execute("INSERT INTO account_domain_blocks (account_id, domain) VALUES (?, ?)", account, domain);
    }

    private static void execute(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        }
    }
}
