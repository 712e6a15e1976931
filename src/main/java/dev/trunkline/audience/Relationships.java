package dev.trunkline.audience;

import dev.trunkline.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Stub. */
@ApplicationScoped
public class Relationships {
    private static final String SQL = """
            SELECT account_id FROM blocks WHERE target_account_id = ANY($1) AND account_id = ANY($2)
            UNION ALL SELECT account_id FROM mutes WHERE target_account_id = ANY($1) AND account_id = ANY($2)
              AND (expires_at IS NULL OR expires_at > now() AT TIME ZONE 'utc')
            UNION ALL SELECT target_account_id FROM blocks WHERE account_id = $3 AND target_account_id = ANY($2)
            UNION ALL SELECT account_id FROM account_domain_blocks WHERE domain = $4 AND account_id = ANY($2)
            """;

    private final Database database;

    Relationships(Database database) {
        this.database = database;
    }

    public Uni<Set<Long>> hiding(long author, @Nullable String domain, long[] mentioned, long[] accounts) {
        Long[] people = LongStream.concat(LongStream.of(author), Arrays.stream(mentioned))
                .boxed()
                .toArray(Long[]::new);
        Long[] listeners = Arrays.stream(accounts).boxed().toArray(Long[]::new);
        return database.query(SQL, Tuple.of(people, listeners, author, domain == null ? "" : domain))
                .map(rows -> {
                    Set<Long> hidden = new HashSet<>();
                    for (Row row : rows) {
                        hidden.add(row.getLong(0));
                    }
                    return hidden;
                });
    }
}
