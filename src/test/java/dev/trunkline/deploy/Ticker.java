package dev.trunkline.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.RedisClient;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Publishes numbered events to one channel, one every few milliseconds, subscribed or not. */
final class Ticker implements AutoCloseable {

    static final Duration PAUSE = Duration.ofMillis(5);

    private final RedisClient redis;
    private final String channel;
    private volatile long last;
    private volatile boolean closed;

    Ticker(Mastodon mastodon, String channel) {
        this.redis = mastodon.connectToRedis();
        this.channel = channel;
        Thread thread = new Thread(this::tick, "ticker");
        thread.setDaemon(true);
        thread.start();
    }

    private void tick() {
        while (!closed) {
            long next = last + 1;
            redis.publish(channel, ("{\"event\":\"delete\",\"payload\":\"" + next + "\"}").getBytes(UTF_8));
            last = next;
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        redis.close();
    }

    /** The last published number. */
    long last() {
        return last;
    }

    @Override
    public void close() {
        closed = true;
    }
}
