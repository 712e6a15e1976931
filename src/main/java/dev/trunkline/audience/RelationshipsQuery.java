package dev.trunkline.audience;

import dev.trunkline.database.Literal;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The SQL that asks for the relationships between the listeners and one status's people: its author and the accounts it
 * mentions. docs/decisions/0004-relationships-in-one-query.md gives the reasons for its form, with figures and plans.
 */
final class RelationshipsQuery {

    /** A mute that has not expired. */
    private static final String LASTS = "(expires_at IS NULL OR expires_at > now() AT TIME ZONE 'utc')";

    /** The least {@link #bound()}, however few listeners there are: reading as many rows costs as much as a second query. */
    private static final int LEAST_BOUND = 100;

    private final long author;
    private final Set<String> domains;
    private final String people;
    private final String listeners;
    private final int bound;

    /**
     * @param domain the domain of the author's {@code acct}, null for a local author
     * @param listeners the listeners' accounts in ascending order, so that PostgreSQL does not have to sort them
     */
    RelationshipsQuery(long author, @Nullable String domain, long[] mentioned, long[] listeners) {
        this.author = author;
        this.domains = domain == null ? Set.of() : DomainSpellings.of(domain);
        this.people = Literal.of(LongStream.concat(LongStream.of(author), LongStream.of(mentioned))
                .distinct()
                .sorted()
                .toArray());
        this.listeners = Literal.of(listeners);
        this.bound = Math.max(LEAST_BOUND, listeners.length);
    }

    /** The most {@code of_people} rows that {@link #first()} reads. Beyond it, asking for each listener is cheaper. */
    int bound() {
        return bound;
    }

    /**
     * Asks by the side of the status's people, whose lists are usually short. Returns rows of {@code account_id} and
     * {@code of_people}. Rows with {@code of_people} are accounts, listeners or not, that block or mute one of the people; if
     * there are as many as {@link #bound()} the list may be incomplete, and {@link #second()} has to be asked. The other rows
     * are listeners, and complete.
     *
     * <p>LATERAL with LIMIT leaves the planner no choice but the index, whatever its statistics say. The CTE hides the
     * listeners from the planner, which would estimate each element of an array that it sees; that costs more than the query.
     */
    String first() {
        String sql = """
                WITH given AS MATERIALIZED (SELECT %1$s AS listeners)
                (SELECT found.account_id, true AS of_people
                 FROM unnest(%2$s) AS person (id)
                 CROSS JOIN LATERAL (
                     SELECT account_id FROM blocks WHERE target_account_id = person.id
                     UNION ALL
                     SELECT account_id FROM mutes WHERE target_account_id = person.id AND %3$s
                     LIMIT %4$d
                 ) AS found
                 LIMIT %4$d)
                UNION ALL
                SELECT target_account_id, false
                  FROM blocks WHERE account_id = %5$d
                   AND target_account_id = ANY ((SELECT listeners FROM given)::bigint[])
                """.formatted(listeners, people, LASTS, bound, author);
        if (domains.isEmpty()) {
            return sql;
        }
        return sql + """
                UNION ALL
                SELECT account_id, false
                  FROM account_domain_blocks WHERE domain IN (%s)
                   AND account_id = ANY ((SELECT listeners FROM given)::bigint[])
                """.formatted(domains.stream().map(Literal::of).collect(Collectors.joining(",")));
    }

    /** Asks by the listeners' side: returns the {@code account_id} of each listener that blocks or mutes one of the people. */
    String second() {
        return """
                SELECT found.account_id
                FROM unnest(%1$s) AS listener (id)
                CROSS JOIN LATERAL (
                    SELECT account_id
                      FROM blocks WHERE account_id = listener.id AND target_account_id = ANY (%2$s)
                    UNION ALL
                    SELECT account_id
                      FROM mutes WHERE account_id = listener.id AND target_account_id = ANY (%2$s) AND %3$s
                    LIMIT 1
                ) AS found
                """.formatted(listeners, people, LASTS);
    }
}
