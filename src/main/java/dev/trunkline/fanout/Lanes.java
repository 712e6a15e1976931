package dev.trunkline.fanout;

import dev.trunkline.broadcast.Broadcaster;
import dev.trunkline.connection.Outboxes;
import dev.trunkline.metrics.Meters;
import io.netty.channel.EventLoop;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The lanes of the process: one for each event loop that has connections. */
@ApplicationScoped
class Lanes {

    private final Meters meters;
    private final Outboxes outboxes;
    private final Congestion congestion;
    private final Map<EventLoop, Lane> byLoop = new ConcurrentHashMap<>();

    Lanes(Meters meters, Outboxes outboxes, Broadcaster broadcaster) {
        this.meters = meters;
        this.outboxes = outboxes;
        this.congestion = new Congestion(broadcaster);
    }

    /** Registers the gauge at the start, before the first connection. */
    void start(@Observes StartupEvent event) {
        meters.gauge(
                "lanes_queue_bytes",
                "Bytes of events that wait to be written to connections",
                () -> byLoop.values().stream().mapToLong(Lane::weight).sum());
    }

    /** The lane of the connections on this event loop. */
    Lane of(EventLoop loop) {
        return byLoop.computeIfAbsent(loop, missing -> new Lane(missing, outboxes, congestion, meters));
    }
}
