package dev.trunkline.health;

import dev.trunkline.broadcast.Broadcaster;
import dev.trunkline.config.Settings;
import dev.trunkline.connection.Connections;
import dev.trunkline.database.Database;
import dev.trunkline.memory.OutOfMemory;
import dev.trunkline.metrics.Meters;
import dev.trunkline.metrics.OutageLog;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The state of Redis and PostgreSQL, and the reason why the process should get no clients, if there is one. PostgreSQL is
 * asked regularly, because hours may pass without any other query.
 */
@ApplicationScoped
public class Dependencies {

    private static final Logger LOG = Logger.getLogger(Dependencies.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration ASK_AGAIN = Duration.ofSeconds(5);

    private final Broadcaster broadcaster;
    private final Database database;
    private final Connections connections;
    private final Duration redisAwayLimit;
    private volatile boolean databaseAnswered;
    private volatile boolean databaseAnswers;
    private volatile boolean stopped;
    private final OutageLog outage = new OutageLog(LOG::warn);

    Dependencies(
            Broadcaster broadcaster, Database database, Connections connections, Settings settings, Meters meters) {
        this.broadcaster = broadcaster;
        this.database = database;
        this.connections = connections;
        this.redisAwayLimit = settings.redisAwayLimit();
        meters.dependency("redis", broadcaster::connected);
        meters.dependency("postgresql", () -> databaseAnswers);
    }

    /** Before most others start: the first connection needs as long as they do. */
    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event) {
        database.ping()
                .onFailure(away -> !stopped)
                .invoke(this::away)
                // Not cancelled at shutdown: Mutiny would log a later failure, which has no receiver, with its stack
                // trace.
                .onFailure(away -> !stopped)
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely()
                .replaceWith(Boolean.TRUE)
                .invoke(this::answered)
                .repeat()
                .withDelay(ASK_AGAIN)
                .until(answered -> stopped)
                .subscribe()
                .with(answered -> {}, away -> LOG.debug("PostgreSQL is no longer asked"));
    }

    private void answered() {
        databaseAnswered = true;
        databaseAnswers = true;
        if (outage.over()) {
            LOG.info("PostgreSQL answers");
        }
    }

    private void away(Throwable failure) {
        OutOfMemory.endIf(failure);
        databaseAnswers = false;
        outage.away(String.valueOf(failure.getMessage()));
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }

    /** Whether Redis and PostgreSQL have each answered at least once. */
    public boolean started() {
        return broadcaster.connectedBefore() && databaseAnswered;
    }

    /** The line with the reason why the health path answers 503; empty when it answers OK (protocol, section 8). */
    public Optional<String> unhealthy() {
        if (connections.draining()) {
            return Optional.of("shutting down");
        }
        if (!broadcaster.connectedBefore()) {
            return Optional.of("Redis has not answered yet");
        }
        if (!databaseAnswered) {
            return Optional.of("PostgreSQL has not answered yet");
        }
        Duration away = broadcaster.away();
        return away.compareTo(redisAwayLimit) > 0
                ? Optional.of("Redis has been away for " + away.toSeconds() + " seconds")
                : Optional.empty();
    }
}
