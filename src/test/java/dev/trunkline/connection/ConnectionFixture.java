package dev.trunkline.connection;

import dev.trunkline.metrics.Meters;
import dev.trunkline.metrics.Transport;
import dev.trunkline.viewer.Viewer;
import io.netty.channel.EventLoop;
import java.time.Duration;

/** Connections for tests of other packages. */
public final class ConnectionFixture {

    private ConnectionFixture() {}

    /** A connection that writes nowhere. */
    public static Connection of(Viewer viewer, EventLoop loop, Meters meters) {
        return of(viewer, loop, meters, new FakeWire(), 1_000);
    }

    /**
     * A connection over this wire.
     *
     * @param outboxLimit bytes that may wait for the peer
     */
    public static Connection of(Viewer viewer, EventLoop loop, Meters meters, FakeWire wire, long outboxLimit) {
        return new Connection(
                viewer,
                new Origin("192.0.2.1", "id"),
                Transport.SSE,
                loop,
                wire,
                outboxLimit,
                OutboxesFixture.of(outboxLimit, () -> 0),
                meters,
                new Outages(Duration.ofMinutes(1)),
                new Rounds(),
                ended -> {},
                (ending, opened) -> {});
    }
}
