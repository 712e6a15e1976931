package dev.trunkline.audience;

import dev.trunkline.database.Database;
import dev.trunkline.database.Priority;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the accounts that may not see a status because of its author or the accounts it mentions: blocks, mutes and blocked
 * domains (protocol, section 6, check 3). Nothing is cached from one status to the next.
 */
@ApplicationScoped
public class Relationships {

    private final Database database;

    Relationships(Database database) {
        this.database = database;
    }

    /**
     * The accounts, out of those given, that may not see a status. Takes one query in one round trip, and a second query
     * where very many accounts block or mute the author or a mentioned account. Fails as {@link Database#query(Priority, String)} does.
     *
     * @param domain the author's domain, as {@code acct} spells it; null for a local author
     * @param mentioned the mentioned accounts, in any order, with or without repetitions
     * @param accounts the listeners' accounts, in any order
     */
    public Uni<Set<Long>> hiding(long author, @Nullable String domain, long[] mentioned, long[] accounts) {
        if (accounts.length == 0) {
            return Uni.createFrom().item(Set.of());
        }
        long[] listeners = accounts.clone();
        Arrays.sort(listeners);
        RelationshipsQuery query = new RelationshipsQuery(author, domain, mentioned, listeners);
        return database.query(Priority.CHECK, query.first()).flatMap(rows -> {
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
            return database.query(Priority.CHECK, query.second()).map(more -> addListeners(more, listeners, hidden));
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
