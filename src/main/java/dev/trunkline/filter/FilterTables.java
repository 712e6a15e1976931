package dev.trunkline.filter;

import dev.trunkline.database.Database;
import dev.trunkline.database.Priority;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Reads {@code custom_filters} and {@code custom_filter_keywords} (protocol, section 11). */
final class FilterTables implements FilterSource {

    private static final Logger LOG = Logger.getLogger(FilterTables.class);

    /** What a row weighs besides its texts, in bytes. */
    private static final int ROW = 64;

    /**
     * Reads no more than the bounds and one row: of each account ($1) so many rows ($2), and of their texts so many bytes ($3);
     * of all accounts so many bytes ($4), in the order of the accounts. A row beyond comes without its texts, and so without a
     * part in the sum: otherwise the account that has it could be postponed for ever, and all after it. Only the first row of
     * a filter has the filter's own texts. A filter without keywords has a row: without it, filters after very many such ones
     * would count as absent.
     *
     * <p>Includes expired filters: only the clock of this process decides which are expired.
     */
    private static final String BY_ACCOUNTS = """
            SELECT account_id, id, expires_at, action, keyword_id, whole_word,
                   number > $2::int OR size > $3::bigint AS beyond, sum > $4::bigint AS postponed,
                   CASE WHEN size <= $3::bigint AND sum <= $4::bigint AND first THEN phrase END AS phrase,
                   CASE WHEN size <= $3::bigint AND sum <= $4::bigint AND first THEN context END AS context,
                   CASE WHEN size <= $3::bigint AND sum <= $4::bigint THEN keyword END AS keyword
            FROM (
                SELECT *, sum(own) OVER (ORDER BY account_id, id, keyword_id ROWS UNBOUNDED PRECEDING) AS sum
                FROM (
                    SELECT *, CASE WHEN size <= $3::bigint THEN bytes ELSE 0 END AS own
                    FROM (
                        SELECT *,
                               row_number() OVER account AS number,
                               sum(bytes) OVER account AS size
                        FROM (
                            SELECT found.*,
                                   %1$d + coalesce(octet_length(keyword), 0)
                                       + CASE WHEN first THEN coalesce(octet_length(phrase), 0)
                                                              + coalesce(octet_length(array_to_string(context, ',')), 0)
                                              ELSE 0 END AS bytes
                            FROM (
                                SELECT read.*,
                                       lag(read.id) OVER (PARTITION BY read.account_id ORDER BY read.id, read.keyword_id)
                                           IS DISTINCT FROM read.id AS first
                                FROM unnest($1::bigint[]) AS account (id)
                                CROSS JOIN LATERAL (
                                    SELECT filter.account_id, filter.id, filter.phrase, filter.context, filter.expires_at,
                                           filter.action, word.id AS keyword_id, word.keyword, word.whole_word
                                    FROM (
                                        SELECT * FROM custom_filters WHERE account_id = account.id LIMIT $2::int + 1
                                    ) AS filter
                                    LEFT JOIN LATERAL (
                                        SELECT * FROM custom_filter_keywords WHERE custom_filter_id = filter.id LIMIT $2::int + 1
                                    ) AS word ON true
                                    LIMIT $2::int + 1
                                ) AS read
                            ) AS found
                        ) AS weighed
                        WINDOW account AS (PARTITION BY account_id ORDER BY id, keyword_id ROWS UNBOUNDED PRECEDING)
                    ) AS counted
                    WHERE size - bytes <= $3::bigint
                ) AS kept
            ) AS summed
            WHERE sum - own <= $4::bigint
            ORDER BY account_id, id, keyword_id
            """.formatted(ROW);

    private final Database database;
    private final FilterBounds bounds;

    FilterTables(Database database, FilterBounds bounds) {
        this.database = database;
        this.bounds = bounds;
    }

    @Override
    public Uni<LoadedFilters> load(Collection<Long> accounts, Executor executor) {
        Long[] ids = accounts.stream().sorted().toArray(Long[]::new);
        return database.query(
                        Priority.CHECK, BY_ACCOUNTS, Tuple.of(ids, bounds.keywords(), bounds.size(), bounds.sum()))
                .emitOn(executor)
                .map(rows -> read(rows, ids));
    }

    private static LoadedFilters read(RowSet<Row> rows, Long[] ids) {
        Map<Long, AccountFilters> accounts = new HashMap<>();
        Set<Long> beyond = new HashSet<>();
        Set<Long> postponed = new HashSet<>();
        CustomFilter filter = null;
        for (Row row : rows) {
            try {
                long owner = row.getLong("account_id");
                if (row.getBoolean("postponed")) {
                    // It and the accounts after it have rows that the query had no room for.
                    Arrays.stream(ids).filter(id -> id >= owner).forEach(postponed::add);
                } else if (row.getBoolean("beyond")) {
                    beyond.add(owner);
                } else if (row.getLong("keyword_id") != null) {
                    if (filter == null || filter.id() != row.getLong("id")) {
                        AccountFilters account = accounts.computeIfAbsent(owner, AccountFilters::new);
                        filter = filter(row);
                        account.filters().add(filter);
                    }
                    addKeyword(filter, row);
                }
            } catch (RuntimeException odd) {
                // Otherwise one odd row would stop the filters of all accounts of the query.
                LOG.debugf(
                        "A row of custom_filters is left out: %s",
                        odd.getClass().getName());
            }
        }
        accounts.keySet().removeAll(beyond);
        accounts.keySet().removeAll(postponed);
        beyond.removeAll(postponed);
        return new LoadedFilters(accounts, beyond, postponed);
    }

    private static void addKeyword(CustomFilter filter, Row row) {
        String keyword = row.getString("keyword");
        // An empty keyword would match everything.
        if (keyword != null && !keyword.isEmpty()) {
            Phrase phrase = Phrase.of(keyword, Boolean.TRUE.equals(row.getBoolean("whole_word")));
            filter.add(new Keyword(row.getLong("keyword_id"), phrase));
        }
    }

    /** A column that Rails leaves empty in no row is taken for the mildest value: without the filter, the viewer would see more. */
    private static CustomFilter filter(Row row) {
        String title = row.getString("phrase");
        return new CustomFilter(
                row.getLong("id"),
                title == null ? "" : title,
                strings(row.getArrayOfStrings("context")),
                instant(row.getLocalDateTime("expires_at")),
                FilterAction.of(row.getInteger("action")));
    }

    private static List<String> strings(String @Nullable [] column) {
        return column == null
                ? List.of()
                : Arrays.stream(column).filter(Objects::nonNull).toList();
    }

    /** PostgreSQL's infinity arrives as the latest possible date and means never. */
    private static @Nullable Instant instant(@Nullable LocalDateTime utc) {
        return utc == null || utc.equals(LocalDateTime.MAX) ? null : utc.toInstant(ZoneOffset.UTC);
    }
}
