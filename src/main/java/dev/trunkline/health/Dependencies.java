package dev.trunkline.health;

import dev.trunkline.broadcast.Broadcaster;
import dev.trunkline.config.Settings;
import dev.trunkline.database.Database;
import dev.trunkline.delivery.Connections;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Whether what this process depends on has ever answered, and why it is not to be sent clients, if so. */
@ApplicationScoped
public class Dependencies {

    private static final Logger LOG = Logger.getLogger(Dependencies.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final Broadcaster broadcaster;
    private final Database database;
    private final Connections connections;
    private final Duration redisAwayLimit;
    private volatile boolean databaseAnswered;
    private volatile boolean stopped;
    private @Nullable String complaint;

    Dependencies(Broadcaster broadcaster, Database database, Connections connections, Settings settings) {
        this.broadcaster = broadcaster;
        this.database = database;
        this.connections = connections;
        this.redisAwayLimit = settings.redisAwayLimit();
    }

    void start(@Observes StartupEvent event) {
        database.ping()
                .onFailure(away -> !stopped)
                .invoke(this::complain)
                // Not cancelled at the end: what fails then would be logged with its stack trace as nobody's.
                .onFailure(away -> !stopped)
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely()
                .subscribe()
                .with(answered -> databaseAnswered = true, away -> LOG.debug("PostgreSQL is not asked any more"));
    }

    /** Once for each reason: it may take hours. */
    private void complain(Throwable away) {
        String reason = String.valueOf(away.getMessage());
        if (!reason.equals(complaint)) {
            complaint = reason;
            LOG.warn(reason);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }

    /** Whether Redis and PostgreSQL have both answered at some time. */
    public boolean started() {
        return broadcaster.connectedBefore() && databaseAnswered;
    }

    /** One line that says why the health path answers 503; empty when it answers OK (protocol, section 8). */
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
