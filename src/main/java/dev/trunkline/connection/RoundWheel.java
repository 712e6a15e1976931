package dev.trunkline.connection;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs the tasks of one event loop's connections again and again, all at the same interval, with one timer: ten thousand of them
 * would wake the loop seven hundred times a second for heartbeats. A task runs for the first time up to a {@value #SLOTS}nd part of
 * the interval early. Used on the event loop only.
 */
final class RoundWheel {

    private static final Logger LOG = Logger.getLogger(RoundWheel.class);

    static final int SLOTS = 32;

    private final EventLoop loop;
    private final long step;
    private final LongSupplier nanoTime;

    /** Each slot has its turn once in a round. */
    private final List<List<Turn>> slots = Stream.generate(() -> (List<Turn>) new ArrayList<Turn>())
            .limit(SLOTS)
            .collect(Collectors.toCollection(ArrayList::new));

    private int current;

    /** When the current slot had its turn. */
    private long reached;

    private int turns;
    private @Nullable Future<?> timer;

    /** A task's place in the wheel. */
    final class Turn {

        private @Nullable Runnable task;
        private long ran = nanoTime.getAsLong();

        private Turn(Runnable task) {
            this.task = task;
        }

        /** The task does not run again; without effect after the first time. */
        void cancel() {
            if (task != null) {
                // The place is given up when the wheel comes by; whatever the task holds is free now.
                task = null;
                turns--;
            }
        }

        /** Runs the task, unless it ran just now: where the process stood still, the slots have had their turns late. */
        private boolean run(long now) {
            try {
                if (task != null && now - ran > step * SLOTS / 2) {
                    ran = now;
                    task.run();
                }
            } catch (RuntimeException fault) {
                // The others have their turn all the same.
                LOG.error("A connection's regular task failed", fault);
            }
            return task == null;
        }
    }

    /** @param nanoTime a clock like {@link System#nanoTime()} */
    RoundWheel(EventLoop loop, Duration interval, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.loop = loop;
        this.step = Math.max(1, interval.toNanos() / SLOTS);
    }

    /** Runs the task after the interval, and an interval after each run. */
    Turn add(Runnable task) {
        Turn turn = new Turn(task);
        slots.get(current).add(turn);
        turns++;
        if (timer == null) {
            reached = nanoTime.getAsLong();
            timer = loop.scheduleWithFixedDelay(this::tick, step, step, TimeUnit.NANOSECONDS);
        }
        return turn;
    }

    private void tick() {
        if (turns == 0 && timer != null) {
            timer.cancel(false);
            timer = null;
            slots.forEach(List::clear);
            return;
        }
        long now = nanoTime.getAsLong();
        long passed = (now - reached) / step;
        reached += passed * step;
        // A process that has stood still does not run a task several times at once.
        for (long i = Math.min(passed, SLOTS); i > 0; i--) {
            current = (current + 1) % SLOTS;
            runSlot(now);
        }
    }

    private void runSlot(long now) {
        // A task may add another, which goes into this slot.
        List<Turn> present = slots.get(current);
        List<Turn> next = new ArrayList<>(present.size());
        slots.set(current, next);
        for (Turn turn : present) {
            if (!turn.run(now)) {
                next.add(turn);
            }
        }
    }
}
