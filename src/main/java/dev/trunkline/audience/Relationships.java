package dev.trunkline.audience;

import dev.trunkline.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may not see a status because of its people: blocks, mutes and blocked domains (protocol, section 6, check 3). Nothing
 * is remembered from one status to the next.
 */
@ApplicationScoped
public class Relationships {

    private final Database database;

    Relationships(Database database) {
        this.database = database;
    }

    /**
     * Those of the accounts that may not see a status. One query in one round trip; a second one where very many block or
     * mute its people. Fails as {@link Database#query(String)} does.
     *
     * @param domain the author's, as {@code acct} spells it; null for a local author
     * @param mentioned whom the status mentions, in any order and as often as it may be
     * @param accounts those who listen, in any order
     */
    public Uni<Set<Long>> hiding(long author, @Nullable String domain, long[] mentioned, long[] accounts) {
        if (accounts.length == 0) {
            return Uni.createFrom().item(Set.of());
        }
        long[] listeners = accounts.clone();
        Arrays.sort(listeners);
        RelationshipsQuery query = new RelationshipsQuery(author, domain, mentioned, listeners);
        return database.query(query.first()).flatMap(rows -> {
            Set<Long> hidden = new HashSet<>();
            int ofPeople = 0;
            for (Row row : rows) {
                if (row.getBoolean("of_people")) {
                    ofPeople++;
                }
                addListener(row, listeners, hidden);
            }
            if (ofPeople < query.bound()) {
                return Uni.createFrom().item(hidden);
            }
            return database.query(query.second()).map(more -> addListeners(more, listeners, hidden));
        });
    }

    private static Set<Long> addListeners(RowSet<Row> rows, long[] listeners, Set<Long> hidden) {
        for (Row row : rows) {
            addListener(row, listeners, hidden);
        }
        return hidden;
    }

    private static void addListener(Row row, long[] listeners, Set<Long> hidden) {
        long account = row.getLong("account_id");
        if (Arrays.binarySearch(listeners, account) >= 0) {
            hidden.add(account);
        }
    }
}
