package dev.trunkline.history;

import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Time that passes only when a test lets it. */
final class TestTime implements InstantSource {

    private static final Instant BEGIN = Instant.parse("2030-01-01T00:00:00Z");

    private final EmbeddedChannel tasks = new EmbeddedChannel();
    private long nanos;

    TestTime() {
        tasks.freezeTime();
    }

    /** As {@link System#nanoTime()} counts. */
    long nanos() {
        return nanos;
    }

    @Override
    public Instant instant() {
        return BEGIN.plusNanos(nanos);
    }

    /** Runs tasks when their time has come, on the thread that lets it pass. */
    ScheduledExecutorService scheduler() {
        return tasks.eventLoop();
    }

    void pass(Duration time) {
        nanos += time.toNanos();
        tasks.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        tasks.runPendingTasks();
    }

    /** Runs what is to run now. */
    void settle() {
        tasks.runPendingTasks();
    }
}
