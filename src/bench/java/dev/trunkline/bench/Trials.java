package dev.trunkline.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Tries the same thing again and again, at fixed times, whether the last try has ended or not. */
final class Trials {
    /** One try. */
    interface Trial {
        /** Fails if what it tries does not work; must end by itself within some seconds. */
        void run(int number) throws IOException;
    }

    /**
     * All tries.
     *
     * @param milliseconds of those that worked, ascending
     * @param failures how many failed, by message
     * @param firstFailure when the first failed one began, in seconds after the first of all; NaN if none failed
     * @param lastFailure likewise for the last
     */
    record Result(List<Double> milliseconds, Map<String, Integer> failures, double firstFailure, double lastFailure) {
        int tried() {
            return milliseconds.size()
                    + failures.values().stream().mapToInt(Integer::intValue).sum();
        }

        /** The part that worked; 1 if nothing was tried. */
        double part() {
            return tried() == 0 ? 1 : (double) milliseconds.size() / tried();
        }
    }

    private record Try(double begin, double milliseconds, String failure) {}

    private final Trial trial;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(Trials::daemon);
    private final ExecutorService tries = Executors.newCachedThreadPool(Trials::daemon);
    private final Queue<Try> done = new ConcurrentLinkedQueue<>();
    private final AtomicInteger next = new AtomicInteger();
    private final long begin = System.nanoTime();

    Trials(Duration pause, Trial trial) {
        this.trial = trial;
        var unused = clock.scheduleAtFixedRate(
                () -> tries.execute(this::tryOnce), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "trial");
        thread.setDaemon(true);
        return thread;
    }

    private void tryOnce() {
        long start = System.nanoTime();
        String failure = "";
        try {
            trial.run(next.getAndIncrement());
        } catch (IOException e) {
            failure = String.valueOf(e.getMessage());
        }
        done.add(new Try((start - begin) / 1e9, (System.nanoTime() - start) / 1e6, failure));
    }

    /** Begins no more tries, waits for those under way, and returns all. */
    Result stop() throws InterruptedException {
        clock.shutdown();
        boolean stopped = clock.awaitTermination(10, TimeUnit.SECONDS);
        tries.shutdown();
        if (!stopped || !tries.awaitTermination(20, TimeUnit.SECONDS)) {
            throw new IllegalStateException("trials do not end");
        }
        Map<String, Integer> failures = new TreeMap<>();
        List<Try> all = List.copyOf(done);
        for (Try one : all) {
            if (!one.failure.isEmpty()) {
                failures.merge(one.failure, 1, Integer::sum);
            }
        }
        List<Double> worked = all.stream()
                .filter(one -> one.failure.isEmpty())
                .map(Try::milliseconds)
                .sorted()
                .toList();
        DoubleSummaryStatistics failed = all.stream()
                .filter(one -> !one.failure.isEmpty())
                .mapToDouble(Try::begin)
                .summaryStatistics();
        boolean any = failed.getCount() > 0;
        return new Result(worked, failures, any ? failed.getMin() : Double.NaN, any ? failed.getMax() : Double.NaN);
    }
}
