package dev.trunkline.audience;

import dev.trunkline.database.Literal;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The SQL that asks for the relationships between the listeners and the people of some statuses: their authors and the
 * accounts they mention. docs/decisions/0004-relationships-in-one-query.md gives the reasons for its form, with figures and
 * plans; docs/decisions/0018-overload.md those for several statuses in one query.
 */
final class RelationshipsQuery {

    /** What a row of {@link #first()} means. */
    enum Part {
        /** The account blocks or mutes the person whose id is the subject. */
        BY_ACCOUNT,

        /** The author whose id is the subject blocks the account. */
        BY_AUTHOR,

        /** The account blocks the domain whose place in {@link #domains()}, from 1, is the subject. */
        OF_DOMAIN;

        static Part of(int column) {
            return values()[column];
        }
    }

    /** A mute that has not expired. */
    private static final String LASTS = "(expires_at IS NULL OR expires_at > now() AT TIME ZONE 'utc')";

    /** The least {@link #bound()}, however few listeners there are: reading as many rows costs as much as a second query. */
    private static final int LEAST_BOUND = 100;

    private static final String FIRST = """
            WITH given AS MATERIALIZED (SELECT %1$s AS listeners)
            (SELECT 0 AS part, person.id AS subject, found.account_id
             FROM unnest(%2$s) AS person (id)
             CROSS JOIN LATERAL (
                 SELECT account_id FROM blocks WHERE target_account_id = person.id
                 UNION ALL
                 SELECT account_id FROM mutes WHERE target_account_id = person.id AND %3$s
                 LIMIT %4$d
             ) AS found
             LIMIT %5$d)
            UNION ALL
            SELECT 1, author.id, found.target_account_id
             FROM unnest(%6$s) AS author (id)
             CROSS JOIN LATERAL (
                 SELECT target_account_id FROM blocks WHERE account_id = author.id
                    AND target_account_id = ANY ((SELECT listeners FROM given)::bigint[])
                 OFFSET 0
             ) AS found
            """;

    private static final String DOMAINS = """
            UNION ALL
            SELECT 2, author.number, found.account_id
             FROM unnest(ARRAY[%s]) WITH ORDINALITY AS author (domain, number)
             CROSS JOIN LATERAL (
                 SELECT account_id FROM account_domain_blocks WHERE domain = author.domain
                    AND account_id = ANY ((SELECT listeners FROM given)::bigint[])
                 OFFSET 0
             ) AS found
            """;

    private static final String SECOND = """
            SELECT found.account_id, found.target_account_id AS subject
            FROM unnest(%1$s) AS listener (id)
            CROSS JOIN LATERAL (
                SELECT account_id, target_account_id
                  FROM blocks WHERE account_id = listener.id AND target_account_id = ANY (%2$s)
                UNION ALL
                SELECT account_id, target_account_id
                  FROM mutes WHERE account_id = listener.id AND target_account_id = ANY (%2$s) AND %3$s
                LIMIT %4$d
            ) AS found
            """;

    private final Set<Long> people = new TreeSet<>();
    private final Set<Long> authors = new TreeSet<>();
    private final Set<String> domains = new LinkedHashSet<>();
    private final String listeners;
    private final int bound;
    private final int sumBound;

    /** @param listeners the listeners' accounts in ascending order, so that PostgreSQL does not have to sort them */
    RelationshipsQuery(Collection<StatusPeople> statuses, long[] listeners) {
        for (StatusPeople status : statuses) {
            authors.add(status.author());
            people.add(status.author());
            people.addAll(status.mentioned());
            if (status.domain() != null) {
                domains.addAll(DomainSpellings.of(status.domain()));
            }
        }
        this.listeners = Literal.of(listeners);
        this.bound = Math.max(LEAST_BOUND, listeners.length);
        this.sumBound = Math.multiplyExact(bound, statuses.size());
    }

    /** The most rows that {@link #first()} reads of one person. Beyond it, asking for each listener is cheaper. */
    int bound() {
        return bound;
    }

    /** The most rows that {@link #first()} reads of all people. */
    int sumBound() {
        return sumBound;
    }

    /** The authors and the mentioned accounts. */
    Set<Long> people() {
        return people;
    }

    /** All spellings of the authors' domains, in the order of their numbers in {@link Part#OF_DOMAIN}. */
    List<String> domains() {
        return List.copyOf(domains);
    }

    /**
     * Returns rows of {@code part} ({@link Part}), {@code subject} and {@code account_id}. {@link Part#BY_ACCOUNT} asks by the
     * side of the people, whose lists are usually short: its accounts are listeners or not. If it has {@link #bound()} rows of
     * one person, that person's list may be incomplete; if it has {@link #sumBound()} rows, every list. Then {@link #second}
     * has to be asked. The other parts have listeners only, and are complete.
     *
     * <p>LATERAL with LIMIT or OFFSET leaves the planner no choice but the index, whatever its statistics say. The CTE hides
     * the listeners from the planner, which would estimate each element of an array that it sees; that costs more than the
     * query.
     */
    String first() {
        String sql = FIRST.formatted(listeners, ids(people), LASTS, bound, sumBound, ids(authors));
        return domains.isEmpty()
                ? sql
                : sql + DOMAINS.formatted(domains.stream().map(Literal::of).collect(Collectors.joining(",")));
    }

    /** Asks by the listeners' side: returns the {@code account_id} of each listener that blocks or mutes one of these people. */
    String second(Set<Long> blocked) {
        return SECOND.formatted(listeners, ids(blocked), LASTS, 2 * blocked.size());
    }

    private static String ids(Set<Long> ids) {
        return Literal.of(ids.stream().mapToLong(Long::longValue).sorted().toArray());
    }
}
