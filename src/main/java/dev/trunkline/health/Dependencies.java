package dev.trunkline.health;

import dev.trunkline.broadcast.Broadcaster;
import dev.trunkline.config.Settings;
import dev.trunkline.database.Database;
import dev.trunkline.delivery.Connections;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.subscription.Cancellable;
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
    private @Nullable Cancellable asking;
    private @Nullable String complaint;

    Dependencies(Broadcaster broadcaster, Database database, Connections connections, Settings settings) {
        this.broadcaster = broadcaster;
        this.database = database;
        this.connections = connections;
        this.redisAwayLimit = settings.redisAwayLimit();
    }

    void start(@Observes StartupEvent event) {
        asking = database.ping()
                .onFailure()
                .invoke(this::complain)
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely()
                .subscribe()
                .with(answered -> databaseAnswered = true);
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
        if (asking != null) {
            asking.cancel();
        }
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
