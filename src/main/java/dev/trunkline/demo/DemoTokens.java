package dev.trunkline.demo;

import io.quarkus.arc.profile.IfBuildProfile;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Access tokens in the demo's database, where the streaming server looks them up. */
@IfBuildProfile(anyOf = {"dev", "test"})
@ApplicationScoped
class DemoTokens {

    private static final int BYTES = 32;

    private static final String BEARER = "Bearer ";

    private final Pool pool;
    private final RailsPublisher publisher;
    private final SecureRandom random = new SecureRandom();

    DemoTokens(Pool pool, RailsPublisher publisher) {
        this.pool = pool;
        this.publisher = publisher;
    }

    /** A new token; without a user it is the application's. */
    Future<String> issue(@Nullable DemoUser user, String scopes) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return pool.preparedQuery(
                        "INSERT INTO oauth_access_tokens (token, scopes, resource_owner_id) VALUES ($1, $2, $3)")
                .execute(Tuple.of(token, scopes, user == null ? null : user.id()))
                .map(token);
    }

    /** Whose token a request brings; empty if it brings none that is good, or none of a person. */
    Future<Optional<DemoUser>> user(HttpServerRequest request) {
        String authorization = String.valueOf(request.getHeader("Authorization"));
        if (!authorization.startsWith(BEARER)) {
            return Future.succeededFuture(Optional.empty());
        }
        return pool.preparedQuery("SELECT resource_owner_id FROM oauth_access_tokens WHERE token = $1"
                        + " AND revoked_at IS NULL AND (expires_in IS NULL"
                        + " OR created_at + make_interval(secs => expires_in) > now() AT TIME ZONE 'UTC')")
                .execute(Tuple.of(authorization.substring(BEARER.length()).strip()))
                .map(rows -> {
                    for (Row row : rows) {
                        Long owner = row.getLong(0);
                        return Cast.USERS.stream()
                                .filter(user -> owner != null && user.id() == owner && !user.disabled())
                                .findFirst();
                    }
                    return Optional.empty();
                });
    }

    /** The id of a token's row, whether it is good or not. */
    Future<Optional<Long>> id(String token) {
        return pool.preparedQuery("SELECT id FROM oauth_access_tokens WHERE token = $1")
                .execute(Tuple.of(token))
                .map(rows -> {
                    for (Row row : rows) {
                        return Optional.of(row.getLong(0));
                    }
                    return Optional.empty();
                });
    }

    /** Revokes a token and closes what was opened with it, as Rails does. Returns whether it was there and not revoked. */
    Future<Boolean> revoke(String token) {
        String kill = new JsonObject().put("event", "kill").encode();
        return pool.preparedQuery("UPDATE oauth_access_tokens SET revoked_at = now() AT TIME ZONE 'UTC'"
                        + " WHERE token = $1 AND revoked_at IS NULL RETURNING id")
                .execute(Tuple.of(token))
                .flatMap(rows -> {
                    for (Row row : rows) {
                        return publisher
                                .publish(List.of(Publication.toAll("timeline:access_token:" + row.getLong(0), kill)))
                                .map(true);
                    }
                    return Future.succeededFuture(false);
                });
    }
}
