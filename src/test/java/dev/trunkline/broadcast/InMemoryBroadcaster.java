package dev.trunkline.broadcast;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.trunkline.event.Event;
import dev.trunkline.event.EventParser;
import dev.trunkline.event.Parsed;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A broadcaster without Redis, for tests of the classes above it. Actions run one after the other, as on the event loop of
 * {@link RedisBroadcaster}: at once, or after the action that runs already.
 */
public final class InMemoryBroadcaster implements Broadcaster {

    private final Queue<Runnable> actions = new ArrayDeque<>();
    private boolean running;

    /** All processes on the same Redis, this one included. */
    private final List<InMemoryBroadcaster> processes;

    private final Map<String, Open> channels = new ConcurrentHashMap<>();
    private final List<Runnable> heldBack = new ArrayList<>();
    private final List<Runnable> beforeResubscription = new CopyOnWriteArrayList<>();
    private final List<Runnable> afterResubscription = new CopyOnWriteArrayList<>();
    private @Nullable SystemSink system;
    private boolean permitted = true;
    private boolean paused;
    private volatile boolean connected = true;
    private volatile long awaySince;

    /** A process without others. */
    public InMemoryBroadcaster() {
        this(new CopyOnWriteArrayList<>());
    }

    /** One more of these processes, which get each other's messages. */
    public InMemoryBroadcaster(List<InMemoryBroadcaster> processes) {
        this.processes = processes;
        processes.add(this);
    }

    @Override
    public Uni<Long> send(Channel channel, byte[] message) {
        // All get the messages in one order, as from Redis: a message before the answer to it.
        return Uni.createFrom().emitter(emitter -> processes
                .get(0)
                .run(() -> emitter.complete(processes.stream()
                        .filter(process -> process.receive(channel, message))
                        .count())));
    }

    private boolean receive(Channel channel, byte[] message) {
        Open open = channels.get(channel.name());
        if (open == null || !connected) {
            return false;
        }
        run(() -> open.sink.message(message));
        return true;
    }

    /** Publishes a message, as Mastodon does on Redis. */
    public void publish(Channel channel, String message) {
        run(() -> {
            if (connected) {
                Runnable delivery = () -> deliver(channel, message.getBytes(UTF_8));
                if (paused) {
                    heldBack.add(delivery);
                } else {
                    delivery.run();
                }
            }
        });
    }

    private void deliver(Channel channel, byte[] message) {
        Open open = channels.get(channel.name());
        if (open != null) {
            open.deliver(message);
        }
        SystemSink sink = system;
        if (sink != null && permitted) {
            SystemChannel.named(channel.name()).ifPresent(named -> {
                if (EventParser.parseSignal(message) instanceof Event event) {
                    sink.event(named, event);
                }
            });
        }
    }

    /** Permits to subscribe to all system channels, or not, from the next connection on. */
    public void permitPatterns(boolean permit) {
        permitted = permit;
    }

    /** The channels that are open. */
    public Set<String> open() {
        return channels.keySet();
    }

    @Override
    public void hear(SystemSink sink) {
        run(() -> {
            system = sink;
            if (connected) {
                sink.connected(permitted);
            }
        });
    }

    /** Loses the connection: messages published until {@link #connect()} are missed. */
    public void disconnect() {
        run(() -> {
            awaySince = System.nanoTime();
            connected = false;
            if (system != null) {
                system.lost();
            }
        });
    }

    /** Connects again. */
    public void connect() {
        run(() -> {
            connected = true;
            beforeResubscription.forEach(Runnable::run);
            if (system != null) {
                system.connected(permitted);
            }
            channels.values().forEach(open -> open.sink.confirmed());
            afterResubscription.forEach(Runnable::run);
        });
    }

    @Override
    public OpenChannel open(Channel channel, Sink sink) {
        Open open = new Open(channel, sink);
        run(() -> {
            channels.put(channel.name(), open);
            if (connected) {
                sink.confirmed();
            }
        });
        return open;
    }

    @Override
    public boolean connected() {
        return connected;
    }

    @Override
    public boolean connectedBefore() {
        return true;
    }

    @Override
    public Duration away() {
        return connected ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - awaySince);
    }

    @Override
    public void beforeResubscription(Runnable action) {
        beforeResubscription.add(action);
    }

    @Override
    public void afterResubscription(Runnable action) {
        afterResubscription.add(action);
    }

    @Override
    public void pause() {
        run(() -> paused = true);
    }

    @Override
    public void resume() {
        run(() -> {
            paused = false;
            heldBack.forEach(Runnable::run);
            heldBack.clear();
        });
    }

    private void run(Runnable action) {
        synchronized (actions) {
            actions.add(action);
            if (running) {
                return;
            }
            running = true;
        }
        for (Runnable next = next(); next != null; next = next()) {
            next.run();
        }
    }

    private Runnable next() {
        synchronized (actions) {
            Runnable next = actions.poll();
            running = next != null;
            return next;
        }
    }

    private final class Open implements OpenChannel {

        private final Channel channel;
        private final Sink sink;
        private boolean closed;

        Open(Channel channel, Sink sink) {
            this.channel = channel;
            this.sink = sink;
        }

        private void deliver(byte[] message) {
            Parsed parsed = channel.announced() ? EventParser.parse(message) : EventParser.parseSignal(message);
            if (!closed && parsed instanceof Event event) {
                sink.event(event);
            }
        }

        @Override
        public Uni<Void> confirmed() {
            return Uni.createFrom()
                    .emitter(emitter -> run(() -> {
                        if (connected && !closed) {
                            emitter.complete(null);
                        } else {
                            emitter.fail(new BroadcasterUnavailable("Not connected"));
                        }
                    }));
        }

        @Override
        public void close() {
            run(() -> {
                closed = true;
                channels.remove(channel.name(), this);
            });
        }
    }
}
