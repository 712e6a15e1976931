package dev.trunkline.bench;

import java.time.Duration;

/** Ends a benchmark that has not ended by itself. */
final class TimeLimit {
    private TimeLimit() {}

    /** Exits with 1 after that time. */
    static void start(Duration limit) {
        Thread watch = new Thread(() -> {
            try {
                Thread.sleep(limit.toMillis());
            } catch (InterruptedException e) {
                return;
            }
            System.err.println("\nFAILED: not done after " + limit.toSeconds() + " s (--limit)");
            System.exit(1);
        });
        watch.setDaemon(true);
        watch.start();
    }
}
