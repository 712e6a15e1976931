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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Reads {@code custom_filters} and {@code custom_filter_keywords} (protocol, section 11). */
final class FilterTables implements FilterSource {

    private static final Logger LOG = Logger.getLogger(FilterTables.class);

    /** Includes expired filters: only the clock of this process decides which are expired. */
    private static final String BY_ACCOUNTS = """
            SELECT filter.account_id, filter.id, filter.phrase, filter.context, filter.expires_at, filter.action,
                   word.id AS keyword_id, word.keyword, word.whole_word
            FROM custom_filters filter
            JOIN custom_filter_keywords word ON word.custom_filter_id = filter.id
            WHERE filter.account_id = ANY($1)
            ORDER BY filter.id, word.id
            """;

    private final Database database;

    FilterTables(Database database) {
        this.database = database;
    }

    @Override
    public Uni<Map<Long, AccountFilters>> load(Collection<Long> accounts, Executor executor) {
        return database.query(Priority.CHECK, BY_ACCOUNTS, Tuple.of(accounts.toArray(Long[]::new)))
                .emitOn(executor)
                .map(FilterTables::read);
    }

    private static Map<Long, AccountFilters> read(RowSet<Row> rows) {
        Map<Long, AccountFilters> accounts = new HashMap<>();
        CustomFilter filter = null;
        for (Row row : rows) {
            try {
                if (filter == null || filter.id() != row.getLong("id")) {
                    AccountFilters account = accounts.computeIfAbsent(row.getLong("account_id"), AccountFilters::new);
                    filter = filter(row);
                    account.filters().add(filter);
                }
                addKeyword(filter, row);
            } catch (RuntimeException odd) {
                // Otherwise one odd row would stop the filters of all accounts of the query.
                LOG.debugf(
                        "A row of custom_filters is left out: %s",
                        odd.getClass().getName());
            }
        }
        return accounts;
    }

    private static void addKeyword(CustomFilter filter, Row row) {
        String keyword = row.getString("keyword");
        // An empty keyword would match everything.
        if (!keyword.isEmpty()) {
            Phrase phrase = Phrase.of(keyword, row.getBoolean("whole_word"));
            filter.keywords().add(new Keyword(row.getLong("keyword_id"), phrase));
        }
    }

    private static CustomFilter filter(Row row) {
        return new CustomFilter(
                row.getLong("id"),
                row.getString("phrase"),
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
