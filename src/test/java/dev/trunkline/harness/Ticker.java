package dev.trunkline.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;

/** Publishes numbered events, one every few milliseconds on each of its channels, subscribed or not. */
public final class Ticker implements AutoCloseable {

    public static final Duration PAUSE = Duration.ofMillis(5);

    private final RedisClient redis;
    private final List<String> channels;
    private final Duration pause;
    private final LongFunction<String> message;
    private final Thread thread;
    private volatile long last;
    private volatile boolean closed;

    /** Publishes the deletion of 1, 2, 3 … on one channel. */
    public Ticker(Mastodon mastodon, String channel) {
        this(mastodon, List.of(channel), PAUSE, Ticker::deletion);
    }

    /**
     * Begins at once.
     *
     * @param pause between two events of one channel
     * @param message of a number, the same on all channels; numbers begin with 1
     */
    public Ticker(Mastodon mastodon, List<String> channels, Duration pause, LongFunction<String> message) {
        this.redis = mastodon.connectToRedis();
        this.channels = channels;
        this.pause = pause;
        this.message = message;
        this.thread = new Thread(this::tick, "ticker");
        thread.setDaemon(true);
        thread.start();
    }

    /** The message that a status of this number is deleted. */
    public static String deletion(long number) {
        return "{\"event\":\"delete\",\"payload\":\"" + number + "\"}";
    }

    private void tick() {
        while (!closed) {
            long next = last + 1;
            byte[] bytes = message.apply(next).getBytes(UTF_8);
            channels.forEach(channel -> redis.publish(channel, bytes));
            last = next;
            LockSupport.parkNanos(pause.toNanos());
        }
        redis.close();
    }

    /** The last number that was published on all channels. */
    public long last() {
        return last;
    }

    @Override
    public void close() {
        stop();
    }

    /** Returns when nothing more is published. */
    public void stop() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
