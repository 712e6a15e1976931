package dev.trunkline.connection;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Ends all connections before the process exits: one after the other in random order, evenly over the spread, so that their
 * clients do not reach the other processes all at once. Events still reach the connections that are open.
 */
final class Drain {

    private static final Logger LOG = Logger.getLogger(Drain.class);

    /** How long the last clients may take to read what was written to them. */
    private static final Duration FAREWELLS = Duration.ofSeconds(2);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final Duration spread;

    Drain(Duration spread) {
        this.spread = spread;
    }

    /** Ends the connections and waits until everything that was written to them has left, but not for clients that do not read. */
    void end(Collection<Connection> open) throws InterruptedException {
        List<Connection> order = new ArrayList<>(open);
        LOG.infof("Shutting down: %d connections end within %d ms", order.size(), spread.toMillis());
        Collections.shuffle(order);
        Map<EventLoop, Queue<Connection>> leaving = new HashMap<>();
        for (Connection connection : order) {
            leaving.computeIfAbsent(connection.loop(), first -> new ArrayDeque<>())
                    .add(connection);
        }
        schedule(order);
        CountDownLatch farewells = new CountDownLatch(leaving.size());
        leaving.forEach((loop, theirs) -> loop.execute(() -> awaitLeft(theirs, loop, farewells)));
        if (!farewells.await(spread.plus(FAREWELLS).toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warn("Not every client has taken what was written to it before the shutdown");
            // The HTTP server would wait for them when it closes.
            leaving.forEach((loop, theirs) -> loop.execute(() -> theirs.forEach(Connection::reset)));
        }
    }

    private void schedule(List<Connection> order) {
        for (int i = 0; i < order.size(); i++) {
            Connection connection = order.get(i);
            Duration pause = spread.multipliedBy(i).dividedBy(order.size());
            connection.loop().execute(() -> {
                if (connection.isOpen()) {
                    connection.after(pause, () -> connection.end(Ending.SHUTDOWN));
                } else {
                    // Its client still waits for an answer.
                    connection.end(Ending.SHUTDOWN);
                }
            });
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // never cancelled
    private static void awaitLeft(Queue<Connection> leaving, EventLoop loop, CountDownLatch farewells) {
        for (Connection next = leaving.peek(); next != null; next = leaving.peek()) {
            if (!next.ended() || !next.hasLeft()) {
                loop.schedule(() -> awaitLeft(leaving, loop, farewells), LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
                return;
            }
            leaving.remove();
        }
        farewells.countDown();
    }
}
