package dev.trunkline.audience;

import dev.trunkline.database.Database;
import dev.trunkline.database.Priority;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Finds the accounts that may not see a status because of its author or the accounts it mentions: blocks, mutes and blocked
 * domains (protocol, section 6, check 3). Nothing is cached from one status to the next.
 */
@ApplicationScoped
class Relationships {

    private final Database database;

    Relationships(Database database) {
        this.database = database;
    }

    /**
     * For each status the accounts, out of those given, that may not see it, in the order of the statuses. Takes one query in
     * one round trip, and a second query where very many accounts block or mute an author or a mentioned account. Fails as
     * {@link Database#query(Priority, String)} does.
     *
     * @param accounts the listeners' accounts, in any order
     */
    Uni<List<Set<Long>>> hiding(List<StatusPeople> statuses, long[] accounts) {
        if (accounts.length == 0) {
            return Uni.createFrom()
                    .item(statuses.stream().map(status -> Set.<Long>of()).toList());
        }
        long[] listeners = accounts.clone();
        Arrays.sort(listeners);
        RelationshipsQuery query = new RelationshipsQuery(statuses, listeners);
        return database.query(Priority.CHECK, query.first()).flatMap(rows -> {
            FoundRelationships found = new FoundRelationships(query, listeners);
            for (Row row : rows) {
                found.add(
                        RelationshipsQuery.Part.of(row.getInteger("part")),
                        row.getLong("subject"),
                        row.getLong("account_id"));
            }
            Set<Long> incomplete = found.incomplete();
            if (incomplete.isEmpty()) {
                return Uni.createFrom().item(found.hidingEach(statuses));
            }
            return database.query(Priority.CHECK, query.second(incomplete)).map(more -> {
                for (Row row : more) {
                    found.add(RelationshipsQuery.Part.BY_ACCOUNT, row.getLong("subject"), row.getLong("account_id"));
                }
                return found.hidingEach(statuses);
            });
        });
    }
}
