package dev.trunkline.fanout;

import dev.trunkline.broadcast.Broadcaster;
import dev.trunkline.connection.Connection;
import dev.trunkline.connection.Connections;
import dev.trunkline.connection.Ending;
import dev.trunkline.database.DatabaseUnavailable;
import dev.trunkline.metrics.LogLimit;
import dev.trunkline.viewer.Viewers;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes up for each {@code kill} that was missed while Redis was away: afterwards it looks up the tokens of all connections
 * again, some hundred per query and one query at a time, and ends the connections whose token is no longer valid. Until then
 * the connections hold their events back.
 */
@ApplicationScoped
class MissedKills {

    private static final Logger LOG = Logger.getLogger(MissedKills.class);
    private static final int BATCH = 500;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final Broadcaster broadcaster;
    private final Connections connections;
    private final Viewers viewers;
    private final LogLimit delays = new LogLimit();
    private @Nullable Cancellable looking;

    MissedKills(Broadcaster broadcaster, Connections connections, Viewers viewers) {
        this.broadcaster = broadcaster;
        this.connections = connections;
        this.viewers = viewers;
    }

    void start(@Observes StartupEvent event) {
        broadcaster.beforeResubscription(connections::doubtTokens);
        broadcaster.afterResubscription(this::lookAgain);
    }

    synchronized void stop(@Observes ShutdownEvent event) {
        if (looking != null) {
            looking.cancel();
        }
    }

    /** Starts over if it is still running: Redis has been away once more. */
    private synchronized void lookAgain() {
        if (looking != null) {
            looking.cancel();
        }
        // Before the tokens are collected: who connects after an outage is looked up anyway.
        long outage = connections.lastOutage();
        List<Long> tokens = connections.all().stream()
                .map(connection -> connection.viewer().tokenId())
                .filter(token -> token != 0)
                .distinct()
                .toList();
        looking = Multi.createFrom()
                .iterable(tokens)
                .group()
                .intoLists()
                .of(BATCH)
                .onItem()
                .transformToUniAndConcatenate(batch -> lookAgain(batch, outage))
                .subscribe()
                .with(ended -> {}, fault -> LOG.error("Tokens were not looked up again after Redis was away", fault));
    }

    private Uni<Void> lookAgain(List<Long> tokens, long outage) {
        return viewers.stillValid(tokens.stream().mapToLong(Long::longValue).toArray())
                .onFailure(DatabaseUnavailable.class)
                .invoke(this::delayed)
                .onFailure(DatabaseUnavailable.class)
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely()
                .invoke(good -> confirmOrEnd(Set.copyOf(tokens), good, outage))
                .replaceWithVoid();
    }

    private void delayed(Throwable away) {
        String reason = String.valueOf(away.getMessage());
        if (delays.allows(reason)) {
            LOG.warnf("Events are held back until tokens are looked up again after Redis was away: %s", reason);
        }
    }

    private void confirmOrEnd(Set<Long> asked, Set<Long> good, long outage) {
        for (Connection connection : connections.all()) {
            long token = connection.viewer().tokenId();
            if (good.contains(token)) {
                connection.loop().execute(() -> connection.confirm(outage));
            } else if (asked.contains(token)) {
                connection.loop().execute(() -> connection.end(Ending.KILLED));
            }
        }
    }
}
