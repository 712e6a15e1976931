package dev.trunkline.connection;

import dev.trunkline.admission.Refusal;
import dev.trunkline.admission.RefusedException;
import dev.trunkline.config.Settings;
import dev.trunkline.event.CompressedEvents;
import dev.trunkline.metrics.Meters;
import dev.trunkline.metrics.Transport;
import dev.trunkline.viewer.Viewer;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** All connections of the process, within their limits. */
@ApplicationScoped
public class Connections {

    private final Meters meters;
    private final long outboxLimit;
    private final Outboxes outboxes;
    private final Optional<StreamAge> maxAge;
    private final ConnectionLimits limits;
    private final Drain drain;
    private final long spreadMillis;
    private final long drainMillis;
    private final Outages outages;
    private final Rounds rounds = new Rounds();
    private final Set<Connection> all = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;

    Connections(Meters meters, Outboxes outboxes, Settings settings) {
        this.meters = meters;
        this.outboxes = outboxes;
        this.outboxLimit = settings.outbox().limit().asLongValue();
        this.maxAge = settings.maxStreamAge().map(most -> new StreamAge(most, new Random()));
        this.limits = new ConnectionLimits(settings.limits());
        this.outages = new Outages(settings.confirmationTimeLimit());
        this.drain = new Drain(settings.shutdownSpread());
        this.spreadMillis = settings.reconnectSpread().toMillis();
        this.drainMillis = Math.min(settings.shutdownSpread().toMillis(), spreadMillis);
    }

    /**
     * The pause, in milliseconds, that a client is asked to make before it reconnects. It is random, so that the clients do not all
     * come back at once after a restart. It lasts at least as long as this process ends connections: it would refuse them, and a
     * browser that is refused never tries again. It has a bound, as other processes may accept them sooner.
     */
    public long reconnectPause() {
        return (draining ? drainMillis : 0) + ThreadLocalRandom.current().nextLong(1, spreadMillis + 1);
    }

    /** The longest of the pauses that clients are asked to make at a shutdown. */
    Duration longestPause() {
        return Duration.ofMillis(drainMillis + spreadMillis);
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
     * Takes a place for a connection before anything is looked up for it. The caller gives the place back when it refuses the
     * connection; the closing of the channel and the end of the connection do it, too.
     *
     * @param channel the client's
     * @throws RefusedException if the connection would be refused now
     */
    public Place reserve(Origin origin, Channel channel) {
        if (draining) {
            throw new RefusedException(Refusal.UNAVAILABLE);
        }
        Place place = limits.reserve(origin);
        place.endWith(channel);
        return place;
    }

    /**
     * Adds a connection that is about to open; called on its event loop.
     *
     * @param farewell called when the connection ends
     * @throws RefusedException if the account's limit is reached; then the place is given back
     */
    public Connection add(
            Place place,
            Viewer viewer,
            Origin origin,
            Transport transport,
            EventLoop loop,
            Wire wire,
            Connection.Farewell farewell) {
        limits.extend(place, viewer);
        Connection connection = new Connection(
                viewer,
                origin,
                transport,
                loop,
                wire,
                outboxLimit,
                outboxes,
                meters,
                outages,
                rounds,
                this::ended,
                farewell);
        connection.atEnd(place::giveBack);
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
    }

    /** Redis was away, and events come again: until their tokens are confirmed, the connections that there are hold them back. */
    public void doubtTokens() {
        outages.passed();
    }

    /** The number of the last outage, for {@link Connection#confirm}. */
    public long lastOutage() {
        return outages.last();
    }

    /** Every ending is in the metrics from the start, with 0. */
    void start(@Observes StartupEvent event) {
        meters.gauge(
                "connections_unconfirmed",
                "Connections whose events are held back until their token is looked up again after an outage of Redis",
                outages::holding);
        meters.counter(
                "compression.input.bytes",
                "Bytes of events before compression, each once for all clients that get it",
                CompressedEvents::before);
        meters.counter("compression.output.bytes", "The same after compression", CompressedEvents::after);
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
