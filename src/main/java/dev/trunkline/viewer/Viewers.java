package dev.trunkline.viewer;

import dev.trunkline.database.BatchedLookUp;
import dev.trunkline.database.Database;
import dev.trunkline.database.Literal;
import dev.trunkline.database.Priority;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks up viewers and their lists in Mastodon's tables (protocol, sections 3 and 11). */
@ApplicationScoped
public class Viewers {

    // The time is compared so that no row, such as one of the year 294276, makes the query fail for all its tokens.
    private static final String BY_TOKEN = """
            SELECT token.token, token.id, users.account_id, token.scopes, users.chosen_languages,
                   COALESCE(everybody.permissions, 0) | COALESCE(role.permissions, 0) AS permissions
            FROM oauth_access_tokens token
            JOIN users ON users.id = token.resource_owner_id
            JOIN accounts ON accounts.id = users.account_id
            LEFT JOIN user_roles role ON role.id = users.role_id
            LEFT JOIN user_roles everybody ON everybody.id = -99
            WHERE token.token = ANY ($1)
              AND token.revoked_at IS NULL
              AND (token.expires_in IS NULL
                   OR token.created_at > (NOW() AT TIME ZONE 'utc') - token.expires_in * INTERVAL '1 second')
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

    /** Tokens of one query; a request's head, and so a token, has at most 20 KiB. */
    private static final int BATCH = 100;

    /** An unknown token is not looked up again for so long: clients repeat theirs. */
    private static final Duration UNKNOWN = Duration.ofSeconds(2);

    private static final int MOST_UNKNOWN = 10_000;

    private static final Duration LATELY = Duration.ofHours(1);
    private static final int MOST_VALID = 50_000;

    private final Database database;
    private final LongSupplier nanoTime;
    private final BatchedLookUp<String, Viewer> byToken;
    private final RecentTokens unknown = new RecentTokens(MOST_UNKNOWN, UNKNOWN);
    private final RecentTokens valid = new RecentTokens(MOST_VALID, LATELY);

    @Inject
    Viewers(Database database) {
        this(database, System::nanoTime);
    }

    /** @param nanoTime a clock like {@link System#nanoTime()} */
    Viewers(Database database, LongSupplier nanoTime) {
        this.database = database;
        this.nanoTime = nanoTime;
        this.byToken = database.batched(BATCH, this::byTokens);
    }

    /**
     * The owner of a token; empty if the token is not valid. A token that is found invalid counts as invalid for two seconds
     * more; a valid one is looked up each time.
     */
    public Uni<Optional<Viewer>> byToken(String token) {
        return Uni.createFrom().deferred(() -> {
            long asked = nanoTime.getAsLong();
            if (!isToken(token) || unknown.contains(token, asked)) {
                return Uni.createFrom().item(Optional.empty());
            }
            return byToken.of(token).invoke(found -> remember(token, found.isPresent(), asked));
        });
    }

    /** Whether a token was valid when it was looked up last, within the last hour. It may have been revoked since. */
    public boolean wasValid(String token) {
        return valid.contains(token, nanoTime.getAsLong());
    }

    private void remember(String token, boolean found, long asked) {
        if (found) {
            valid.add(token, asked);
        } else {
            unknown.add(token, asked);
            valid.remove(token);
        }
    }

    /** Tokens have printable ASCII characters only (RFC 6749, appendix A.12). Others could make a query fail for all its tokens. */
    private static boolean isToken(String token) {
        return token.chars().allMatch(character -> character >= ' ' && character <= '~');
    }

    private Uni<Map<String, Viewer>> byTokens(List<String> tokens) {
        return database.query(Priority.LOOK_UP, BY_TOKEN, Tuple.of(tokens.toArray(String[]::new)))
                .map(rows -> {
                    Map<String, Viewer> viewers = new HashMap<>();
                    rows.forEach(row -> viewers.put(row.getString("token"), viewer(row)));
                    return viewers;
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

    private static @Nullable Set<String> languages(@Nullable String @Nullable [] chosen) {
        if (chosen == null) {
            return null;
        }
        Set<String> languages = Arrays.stream(chosen).filter(Objects::nonNull).collect(Collectors.toUnmodifiableSet());
        // An empty list restricts nothing (protocol, section 6, check 2).
        return languages.isEmpty() ? null : languages;
    }
}
