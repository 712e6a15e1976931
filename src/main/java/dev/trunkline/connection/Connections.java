package dev.trunkline.connection;

import dev.trunkline.admission.Refusal;
import dev.trunkline.admission.RefusedException;
import dev.trunkline.config.Settings;
import dev.trunkline.metrics.Meters;
import dev.trunkline.metrics.Transport;
import dev.trunkline.viewer.Viewer;
import io.netty.channel.EventLoop;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All connections of the process, within their limits. */
@ApplicationScoped
public class Connections {

    private final Meters meters;
    private final long outboxLimit;
    private final Optional<StreamAge> maxAge;
    private final ConnectionLimits limits;
    private final Drain drain;
    private final Set<Connection> all = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;

    Connections(Meters meters, Settings settings) {
        this.meters = meters;
        this.outboxLimit = settings.outbox().limit().asLongValue();
        this.maxAge = settings.maxStreamAge().map(most -> new StreamAge(most, new Random()));
        this.limits = new ConnectionLimits(settings.limits());
        this.drain = new Drain(settings.shutdownSpread());
    }

    /** The connections that are open or about to open. */
    public Set<Connection> all() {
        return all;
    }

    /** Whether the process is draining and takes no more connections. */
    public boolean draining() {
        return draining;
    }

    /**
     * Checks for room before anything is looked up for a connection.
     *
     * @throws RefusedException if the connection would be refused now
     */
    public void check(Origin origin) {
        if (draining) {
            throw new RefusedException(Refusal.UNAVAILABLE);
        }
        limits.check(origin);
    }

    /**
     * Adds a connection that is about to open; called on its event loop.
     *
     * @param farewell called when the connection ends
     * @throws RefusedException if a limit is reached
     */
    public Connection add(
            Viewer viewer,
            Origin origin,
            Transport transport,
            EventLoop loop,
            Wire wire,
            Connection.Farewell farewell) {
        limits.enter(origin, viewer);
        Connection connection =
                new Connection(viewer, origin, transport, loop, wire, outboxLimit, meters, this::ended, farewell);
        all.add(connection);
        if (draining) {
            // It passed the check before the drain began, and the drain does not know it.
            connection.end(Ending.SHUTDOWN);
        }
        maxAge.ifPresent(age -> connection.after(age.next(), () -> connection.end(Ending.MAXIMUM_AGE)));
        return connection;
    }

    private void ended(Connection connection) {
        ConnectionLog.ended(connection);
        all.remove(connection);
        limits.leave(connection.origin(), connection.viewer());
    }

    /** Every ending is in the metrics from the start, with 0. */
    void start(@Observes StartupEvent event) {
        for (Ending ending : Ending.values()) {
            if (ending != Ending.NOT_OPENED) {
                for (Transport transport : Transport.values()) {
                    meters.connectionClosed(transport, ending.label(), 0);
                }
            }
        }
    }

    /** Refuses new connections, ends the open ones and returns when they have ended; see {@link Drain}. */
    void drain() throws InterruptedException {
        if (!draining) {
            draining = true;
            drain.end(all);
        }
    }
}
