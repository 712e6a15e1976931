package dev.trunkline.audience;

import dev.trunkline.database.Literal;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The questions to PostgreSQL about one status's people and those who listen. Why they look as they do, with figures and
 * plans: docs/decisions/0004-relationships-in-one-query.md.
 */
final class RelationshipsQuery {

    /** A mute without end, or whose end has not come. */
    private static final String LASTS = "(expires_at IS NULL OR expires_at > now() AT TIME ZONE 'utc')";

    /** So many who block or mute are always read, however few listen: a second query costs as much. */
    private static final int FEW = 100;

    private final long author;
    private final Set<String> domains;
    private final String people;
    private final String listeners;
    private final int bound;

    /**
     * @param domain of the author's acct, null for a local author
     * @param listeners in ascending order: PostgreSQL then has nothing to sort
     */
    RelationshipsQuery(long author, @Nullable String domain, long[] mentioned, long[] listeners) {
        this.author = author;
        this.domains = domain == null ? Set.of() : DomainSpellings.of(domain);
        this.people = Literal.of(LongStream.concat(LongStream.of(author), LongStream.of(mentioned))
                .distinct()
                .sorted()
                .toArray());
        this.listeners = Literal.of(listeners);
        this.bound = Math.max(FEW, listeners.length);
    }

    /**
     * Most of how many block or mute the people {@link #first()} reads: beyond it, asking for each listener is cheaper.
     */
    int bound() {
        return bound;
    }

    /**
     * Asks by the author's side, where the list is short: rows of {@code account_id} and {@code of_people}. Those who block
     * or mute one of the people ({@code of_people}, any accounts) are at most {@link #bound()}; where they are so many,
     * there may be more, and {@link #second()} finds those who listen. The other rows are listeners, and complete.
     *
     * <p>The planner is not asked: LATERAL with LIMIT leaves it no way but the index, whatever its statistics say. And the
     * listeners are hidden from it in a CTE: it would estimate each element of an array that it sees, which costs more than
     * the query.
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

    /**
     * Asks by the listeners' side who of them blocks or mutes one of the people: rows of {@code account_id}.
     */
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
