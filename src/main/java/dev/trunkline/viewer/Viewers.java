package dev.trunkline.viewer;

import dev.trunkline.database.Database;
import dev.trunkline.database.Literal;
import dev.trunkline.database.Priority;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks up viewers and their lists in Mastodon's tables (protocol, sections 3 and 11). */
@ApplicationScoped
public class Viewers {

    private static final String BY_TOKEN = """
            SELECT token.id, users.account_id, token.scopes, users.chosen_languages,
                   COALESCE(everybody.permissions, 0) | COALESCE(role.permissions, 0) AS permissions
            FROM oauth_access_tokens token
            JOIN users ON users.id = token.resource_owner_id
            JOIN accounts ON accounts.id = users.account_id
            LEFT JOIN user_roles role ON role.id = users.role_id
            LEFT JOIN user_roles everybody ON everybody.id = -99
            WHERE token.token = $1
              AND token.revoked_at IS NULL
              AND (token.expires_in IS NULL
                   OR token.created_at + token.expires_in * INTERVAL '1 second' > NOW() AT TIME ZONE 'utc')
              AND NOT users.disabled
              AND accounts.suspended_at IS NULL
            """;

    /** The conditions of {@link #BY_TOKEN} without {@code expires_in}: a token's expiry does not end an open stream. */
    private static final String STILL_VALID = """
            SELECT token.id
            FROM oauth_access_tokens token
            JOIN users ON users.id = token.resource_owner_id
            JOIN accounts ON accounts.id = users.account_id
            WHERE token.id = ANY (%s)
              AND token.revoked_at IS NULL
              AND NOT users.disabled
              AND accounts.suspended_at IS NULL
            """;

    private static final String LIST = "SELECT 1 FROM lists WHERE id = $1 AND account_id = $2";

    private final Database database;

    Viewers(Database database) {
        this.database = database;
    }

    /** The owner of a token; empty if the token is not valid. */
    public Uni<Optional<Viewer>> byToken(String token) {
        // PostgreSQL's text cannot contain NUL, so no token does, and a query with one would fail.
        if (token.indexOf('\0') >= 0) {
            return Uni.createFrom().item(Optional.empty());
        }
        return database.query(Priority.LOOK_UP, BY_TOKEN, Tuple.of(token)).map(rows -> {
            for (Row row : rows) {
                return Optional.of(viewer(row));
            }
            return Optional.empty();
        });
    }

    /** The row ids, out of those given, whose tokens are still valid for open streams. One query for all of them. */
    public Uni<Set<Long>> stillValid(long[] tokenIds) {
        return database.query(Priority.CHECK, STILL_VALID.formatted(Literal.of(tokenIds)))
                .map(rows -> {
                    Set<Long> valid = new HashSet<>();
                    rows.forEach(row -> valid.add(row.getLong("id")));
                    return valid;
                });
    }

    /** Whether a list exists and belongs to the account. */
    public Uni<Boolean> ownsList(long accountId, long listId) {
        return database.query(Priority.LOOK_UP, LIST, Tuple.of(listId, accountId))
                .map(rows -> rows.size() > 0);
    }

    private static Viewer viewer(Row row) {
        return new Viewer(
                row.getLong("id"),
                row.getLong("account_id"),
                Scopes.parse(row.getString("scopes")),
                languages(row.getArrayOfStrings("chosen_languages")),
                row.getLong("permissions"));
    }

    private static @Nullable Set<String> languages(String @Nullable [] chosen) {
        // An empty list restricts nothing (protocol, section 6, check 2).
        return chosen == null || chosen.length == 0 ? null : Set.copyOf(Arrays.asList(chosen));
    }
}
