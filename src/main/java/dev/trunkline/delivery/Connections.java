package dev.trunkline.delivery;

import dev.trunkline.broadcast.Broadcaster;
import dev.trunkline.config.Settings;
import dev.trunkline.metrics.Meters;
import dev.trunkline.metrics.Transport;
import dev.trunkline.viewer.Viewer;
import io.netty.channel.EventLoop;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** All connections of the process and the lanes that they are in. */
@ApplicationScoped
public class Connections {

    private static final Logger LOG = Logger.getLogger(Connections.class);
    private static final Duration FAREWELLS = Duration.ofSeconds(2);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final Meters meters;
    private final long outboxLimit;
    private final Optional<Duration> maxAge;
    private final Congestion congestion;
    private final Map<EventLoop, Lane> lanes = new ConcurrentHashMap<>();
    private final Set<Connection> all = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;

    Connections(Meters meters, Settings settings, Broadcaster broadcaster) {
        this.meters = meters;
        this.outboxLimit = settings.outbox().limit().asLongValue();
        this.maxAge = settings.maxStreamAge();
        this.congestion = new Congestion(broadcaster);
    }

    /** Those that are open or about to. */
    Set<Connection> all() {
        return all;
    }

    /** The lane of the connections on this event loop. */
    public Lane lane(EventLoop loop) {
        return lanes.computeIfAbsent(loop, missing -> new Lane(missing, congestion));
    }

    /** Whether the process is about to end and takes no more connections. */
    public boolean draining() {
        return draining;
    }

    /**
     * A connection that is about to open, to be called on the lane's event loop.
     *
     * @param farewell says goodbye in the transport's way when the connection ends
     */
    public Connection add(Viewer viewer, Transport transport, Lane lane, Wire wire, Connection.Farewell farewell) {
        Connection connection =
                new Connection(viewer, transport, lane, wire, outboxLimit, meters, all::remove, farewell);
        all.add(connection);
        if (draining) {
            // It was let in before, and nobody else would tell it.
            connection.end(Ending.SHUTDOWN);
        }
        maxAge.ifPresent(age -> connection.holdTimer(lane.after(age, () -> connection.end(Ending.MAXIMUM_AGE))));
        return connection;
    }

    /** The first sign of the end, when the HTTP server still works: the streams' last lines need it. */
    void stop(@Observes ShutdownDelayInitiatedEvent event) throws InterruptedException {
        drain();
    }

    /** Where the first sign is not given. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        drain();
    }

    /** Ends every connection in its own way and waits, within bounds, until all that was written to them has left. */
    private void drain() throws InterruptedException {
        if (draining) {
            return;
        }
        draining = true;
        CountDownLatch farewells = new CountDownLatch(lanes.size());
        for (Lane lane : lanes.values()) {
            lane.execute(() -> {
                List<Connection> open = all.stream()
                        .filter(connection -> connection.lane() == lane)
                        .toList();
                open.forEach(connection -> connection.end(Ending.SHUTDOWN));
                awaitLeft(open, lane, farewells);
            });
        }
        if (!farewells.await(FAREWELLS.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warn("Not every client has taken what was written to it before the shutdown");
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody wants to cancel it
    private static void awaitLeft(List<Connection> ended, Lane lane, CountDownLatch farewells) {
        if (ended.stream().allMatch(Connection::hasLeft)) {
            farewells.countDown();
        } else {
            lane.after(LOOK_AGAIN, () -> awaitLeft(ended, lane, farewells));
        }
    }
}
