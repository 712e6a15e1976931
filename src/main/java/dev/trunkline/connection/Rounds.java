package dev.trunkline.connection;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The wheels of the process: one for each event loop and interval. Thread-safe. */
final class Rounds {

    private record Key(EventLoop loop, Duration interval) {}

    private final Map<Key, RoundWheel> wheels = new ConcurrentHashMap<>();

    RoundWheel of(EventLoop loop, Duration interval) {
        return wheels.computeIfAbsent(
                new Key(loop, interval), missing -> new RoundWheel(loop, interval, System::nanoTime));
    }
}
