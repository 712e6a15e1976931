package dev.trunkline.start;

import dev.trunkline.metrics.Reason;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The questions of {@code --check} and their time: each has a limit of its own, from when it is asked, so that a busy machine
 * that takes long for many answers is not mistaken for a server that gives none. All of them together have a limit, too; what
 * would begin after it is not asked.
 */
final class Questions {

    static final Duration EACH = Duration.ofSeconds(8);
    static final Duration TOTAL = Duration.ofSeconds(20);

    private static final Duration LEAST = Duration.ofSeconds(1);

    private final Duration each;
    private final LongSupplier nanoTime;
    private final long begin;

    /**
     * Starts the clock.
     *
     * @param longest for one question, where that is less than {@link #EACH}
     * @param nanoTime nanoseconds, from any beginning
     */
    Questions(Duration longest, LongSupplier nanoTime) {
        this.each = longest.compareTo(EACH) > 0 ? EACH : longest.compareTo(LEAST) < 0 ? LEAST : longest;
        this.nanoTime = nanoTime;
        this.begin = nanoTime.getAsLong();
    }

    /**
     * Asks when it is subscribed to. Never fails.
     *
     * @param question gets the time for the answer, and fails when that is over
     * @param good what an answer means
     * @param bad what the reason of a failure means
     */
    Uni<Finding> ask(Function<Duration, Uni<?>> question, Finding good, Function<String, Finding> bad) {
        return Uni.createFrom().deferred(() -> {
            long asked = nanoTime.getAsLong();
            Duration limit = nextLimit(asked);
            return limit.isZero()
                    ? Uni.createFrom()
                            .item(bad.apply("not asked: the " + TOTAL.toSeconds() + " s for all questions are over"))
                    : question.apply(limit)
                            .replaceWith(good)
                            .onFailure()
                            .recoverWithItem(failure ->
                                    bad.apply(reason(failure, limit, Duration.ofNanos(nanoTime.getAsLong() - asked))));
        });
    }

    /** In whole seconds, which the words about it name; 0 if less than a second is left. */
    private Duration nextLimit(long now) {
        Duration left = TOTAL.minusNanos(now - begin);
        Duration limit = left.compareTo(each) < 0 ? left : each;
        return Duration.ofSeconds(Math.max(0, limit.toSeconds()));
    }

    private static String reason(Throwable failure, Duration limit, Duration taken) {
        Throwable root = Reason.root(failure);
        boolean late = root instanceof TimeoutException
                || root instanceof java.util.concurrent.TimeoutException
                // PostgreSQL may say that the query is cancelled, at our request, before the limit is noticed here.
                || taken.compareTo(limit) >= 0;
        return late ? "no answer within " + limit.toSeconds() + " s" : Reason.of(root);
    }
}
