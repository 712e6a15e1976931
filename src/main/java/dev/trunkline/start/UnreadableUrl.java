package dev.trunkline.start;

import dev.trunkline.config.Giver;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * A server's URL that its client cannot read. Which one it was tells only where in the client the failure comes from; its words
 * are not for showing, as they repeat the URL with its password.
 */
final class UnreadableUrl {

    private record Reader(String property, String example) {}

    private static final Map<String, Reader> READERS = Map.of(
            "io.vertx.pgclient.impl.PgConnectionUriParser",
            new Reader("quarkus.datasource.reactive.url", "postgresql://host:5432/database"),
            "io.vertx.redis.client.impl.RedisURI",
            new Reader("quarkus.redis.hosts", "redis://user:password@host:6379/0"));

    private UnreadableUrl() {}

    /** Empty if it is another failure. */
    static Optional<String> line(Throwable failure) {
        return Arrays.stream(failure.getStackTrace())
                .map(frame -> READERS.get(frame.getClassName()))
                .filter(reader -> reader != null)
                .findFirst()
                .map(reader -> Giver.of(reader.property()) + ": the value is no URL that can be used; "
                        + reader.example() + " would be right");
    }
}
