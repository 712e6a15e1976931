package dev.trunkline.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.RedisClient;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Publishes numbered events on one channel, one every few milliseconds, whether anybody listens or not. */
final class Ticker implements AutoCloseable {

    static final Duration PAUSE = Duration.ofMillis(5);

    private final RedisClient redis;
    private final String channel;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "ticker");
        thread.setDaemon(true);
        return thread;
    });
    private volatile long last;

    Ticker(Mastodon mastodon, String channel) {
        this.redis = mastodon.connectToRedis();
        this.channel = channel;
        timer.scheduleAtFixedRate(this::publish, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void publish() {
        long next = last + 1;
        redis.publish(channel, ("{\"event\":\"delete\",\"payload\":\"" + next + "\"}").getBytes(UTF_8));
        last = next;
    }

    /** The number that was published last. */
    long last() {
        return last;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        redis.close();
    }
}
