package dev.trunkline.fanout;

import dev.trunkline.connection.Connection;
import dev.trunkline.connection.Outboxes;
import dev.trunkline.connection.Wire;
import dev.trunkline.metrics.Meters;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.smallrye.mutiny.helpers.queues.Queues;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One event loop's part of the fan-out. A publisher queues an event once and wakes the loop once; the loop takes what is
 * queued, writes all of it to each of its connections and flushes each once. A single event leaves at once; batches form
 * only under load.
 */
final class Lane implements Executor {

    private static final Logger LOG = Logger.getLogger(Lane.class);

    /** Events between two flushes: enough to save system calls, few enough to give other tasks of the loop their turn. */
    private static final int BATCH = 16;

    /**
     * Memory, in steps of the sum of all outboxes, that may wait for the next flush. It counts in the sum, and no connection is to
     * end because of what another lane has not offered to the sockets yet.
     */
    private static final int UNFLUSHED_STEPS = 4;

    /** The lane has its turn, or the loop has it in its queue. */
    private static final Object GIVEN = new Object();

    private final EventLoop loop;
    private final Outboxes outboxes;
    private final long step;
    private final Congestion congestion;
    private final Meters meters;
    private final Queue<Waiting> queue = Queues.createMpscQueue();
    private final AtomicLong weight = new AtomicLong();

    /** The next turn: null if none is due, {@link #GIVEN}, or the {@link WakeUps} that are to give it. */
    private final AtomicReference<@Nullable Object> turn = new AtomicReference<>();

    private final List<Connection> unflushed = new ArrayList<>();
    private final ReplayFrames replayFrames;

    /** Whether the current event is the last of this turn. */
    private boolean last;

    /** Bytes of memory taken for outboxes since their sum was looked at. */
    private long grown;

    /** The same since the last flush of all. */
    private long unflushedBytes;

    /** Whether this turn ends with the current event, so that connections can end that were chosen for it. */
    private boolean giveWay;

    /** Who gets a delivery in this lane. */
    @FunctionalInterface
    interface Recipients {

        /** Hands the delivery to each recipient, on the lane's event loop. */
        void dispatch(Delivery delivery);
    }

    private interface Waiting {}

    private record Offered(Recipients recipients, Delivery delivery) implements Waiting {}

    private record Task(Runnable action) implements Waiting {}

    Lane(EventLoop loop, Outboxes outboxes, Congestion congestion, Meters meters) {
        this.loop = loop;
        this.replayFrames = new ReplayFrames(loop);
        this.outboxes = outboxes;
        this.step = outboxes.step();
        this.congestion = congestion;
        this.meters = meters;
    }

    /** Runs the task on the lane's event loop, after the tasks that are queued there. */
    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }

    /** Runs the task on the lane's event loop, after the deliveries that are queued; from any thread. */
    void executeBehind(Runnable task) {
        queue.add(new Task(task));
        requestTurn();
    }

    /** The frames of what is replayed to the lane's connections. */
    ReplayFrames replayFrames() {
        return replayFrames;
    }

    /** Bytes of the events that wait. */
    long weight() {
        return weight.get();
    }

    /** Queues a delivery and holds it, from any thread; the deliveries of one caller keep their order. */
    void offer(Recipients recipients, Delivery delivery) {
        delivery.retain();
        int added = delivery.weight();
        congestion.grown(weight.addAndGet(added), added);
        queue.add(new Offered(recipients, delivery));
        requestTurn();
    }

    /** A publisher on an event loop wakes each lane once for all that it reads at once, and its own loop's lane after the others. */
    private void requestTurn() {
        WakeUps later = WakeUps.ofPublisher();
        Object known = turn.compareAndExchange(null, later == null ? GIVEN : later);
        if (known != null) {
            if (known != later) {
                // Another publisher may go on reading for a while. This event does not wait for that.
                giveTurn(known);
            }
        } else if (later == null) {
            loop.execute(this::drain);
        } else {
            later.add(() -> giveTurn(later));
        }
    }

    /** Gives the turn that was put off, unless somebody has done so. */
    private void giveTurn(Object putOff) {
        if (putOff != GIVEN && turn.compareAndSet(putOff, GIVEN)) {
            loop.execute(this::drain);
        }
    }

    /** Writes the current event's frame to one of the lane's connections. */
    void deliver(Connection connection, ByteBuf frame) {
        grown(Wire.ENTRY);
        boolean first = connection.deliver(frame);
        if (last) {
            // At once, while the connection is in the processor's cache: after a thousand others it is not.
            connection.flush();
        } else if (first) {
            unflushed.add(connection);
        }
    }

    /** Called when an outbox of this lane takes more memory; looks after the sum of all from time to time. */
    void grown(int bytes) {
        unflushedBytes += bytes;
        if (unflushedBytes >= UNFLUSHED_STEPS * step) {
            flush();
        }
        grown += bytes;
        if (grown >= step) {
            grown = 0;
            giveWay |= outboxes.relieve(this::flush);
        }
    }

    private void flush() {
        unflushed.forEach(Connection::flush);
        unflushed.clear();
        unflushedBytes = 0;
    }

    private void drain() {
        try {
            // This turn may write for long, and what a publisher on this loop has put off would wait for its end.
            WakeUps.ofThread().wakeAll();
            giveWay = false;
            dispatchQueued();
            flush();
        } finally {
            unflushed.clear();
            continueOrRest();
        }
    }

    private void dispatchQueued() {
        for (int taken = 0; taken < BATCH; taken++) {
            Waiting next = queue.poll();
            if (next == null) {
                return;
            }
            // Only this loop takes from the queue: an event that arrives after this check leaves in the next turn.
            last = taken + 1 == BATCH || queue.isEmpty();
            if (next instanceof Offered offered) {
                dispatch(offered);
            } else if (next instanceof Task task) {
                run(task);
            }
            if (last || giveWay) {
                return;
            }
        }
    }

    private void dispatch(Offered next) {
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
    }

    private static void run(Task next) {
        try {
            next.action.run();
        } catch (RuntimeException fault) {
            LOG.error("What was to follow events has failed", fault);
        }
    }

    private void continueOrRest() {
        if (queue.isEmpty()) {
            turn.set(null);
            // A publisher may have queued an event before that and have found the turn given.
            if (queue.isEmpty() || !turn.compareAndSet(null, GIVEN)) {
                return;
            }
        }
        loop.execute(this::drain);
    }
}
