package dev.trunkline.fanout;

import dev.trunkline.connection.Connection;
import dev.trunkline.metrics.Meters;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.util.internal.PlatformDependent;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * One event loop's part of the fan-out. Whoever publishes queues an event once and wakes the loop once; the loop takes
 * what is queued, writes all of it to each of its connections and flushes each once. A lone event leaves at once, batches
 * form under load only.
 */
final class Lane implements Executor {

    private static final Logger LOG = Logger.getLogger(Lane.class);

    /** Events between two flushes: enough to save system calls, few enough to let others have their turn. */
    private static final int BATCH = 16;

    private final EventLoop loop;
    private final Congestion congestion;
    private final Meters meters;
    private final Queue<Waiting> queue = PlatformDependent.newMpscQueue();
    private final AtomicLong weight = new AtomicLong();
    private final AtomicBoolean armed = new AtomicBoolean();
    private final List<Connection> unflushed = new ArrayList<>();

    /** Whether the event that is handed round is the last of this turn. */
    private boolean last;

    /** Who gets a delivery in this lane. */
    @FunctionalInterface
    interface Recipients {

        /** Hands it round, on the lane's event loop. */
        void dispatch(Delivery delivery);
    }

    private record Waiting(Recipients recipients, Delivery delivery) {}

    Lane(EventLoop loop, Congestion congestion, Meters meters) {
        this.loop = loop;
        this.congestion = congestion;
        this.meters = meters;
    }

    /** Runs it on the lane's event loop, after what is queued there. */
    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }

    /** Bytes of the events that wait. */
    long weight() {
        return weight.get();
    }

    /** From any thread; the events of one caller keep their order. */
    void offer(Recipients recipients, Delivery delivery) {
        int added = delivery.weight();
        congestion.grown(weight.addAndGet(added), added);
        queue.add(new Waiting(recipients, delivery));
        if (armed.compareAndSet(false, true)) {
            loop.execute(this::drain);
        }
    }

    /** Writes the frame of the event that is handed round to one of the lane's connections. */
    void deliver(Connection connection, ByteBuf frame) {
        boolean first = connection.deliver(frame);
        if (last) {
            // At once, while the processor's cache holds it: to come back to it after a thousand others is to fetch
            // everything again.
            connection.flush();
        } else if (first) {
            unflushed.add(connection);
        }
    }

    private void drain() {
        try {
            dispatchQueued();
            unflushed.forEach(Connection::flush);
        } finally {
            unflushed.clear();
            goOnOrRest();
        }
    }

    private void dispatchQueued() {
        for (int taken = 0; taken < BATCH; taken++) {
            Waiting next = queue.poll();
            if (next == null) {
                return;
            }
            // Only this loop takes from the queue: what comes later than this look leaves in the next turn.
            last = taken + 1 == BATCH || queue.isEmpty();
            try {
                next.recipients.dispatch(next.delivery);
                meters.eventWritten(System.nanoTime() - next.delivery.arrived());
            } catch (RuntimeException fault) {
                LOG.error("An event was not delivered to all of its viewers", fault);
            } finally {
                int removed = next.delivery.weight();
                next.delivery.release();
                congestion.shrunk(weight.addAndGet(-removed), removed);
            }
            if (last) {
                return;
            }
        }
    }

    private void goOnOrRest() {
        if (queue.isEmpty()) {
            armed.set(false);
            // Somebody may have queued an event before that and have found the lane armed.
            if (queue.isEmpty() || !armed.compareAndSet(false, true)) {
                return;
            }
        }
        loop.execute(this::drain);
    }
}
