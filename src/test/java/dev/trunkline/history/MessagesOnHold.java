package dev.trunkline.history;

import dev.trunkline.broadcast.Broadcaster;
import dev.trunkline.broadcast.Channel;
import dev.trunkline.broadcast.InMemoryBroadcaster;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** What a process sees of Redis, where a test decides when the messages between processes arrive. They stay in their order. */
final class MessagesOnHold implements Broadcaster {

    /** All messages between all processes. */
    static final class Line {

        /** Those that wait; they arrive one by one. */
        final Queue<Runnable> waiting = new ArrayDeque<>();

        /** What was asked, without questions for the last call. */
        final List<Question> asked = new ArrayList<>();

        boolean holds;

        void next() {
            Runnable next = waiting.poll();
            if (next != null) {
                next.run();
            }
        }

        /** Lets everything arrive, and what is sent because of it. */
        void release() {
            holds = false;
            while (!waiting.isEmpty()) {
                next();
            }
        }
    }

    private final InMemoryBroadcaster redis;
    private final Line line;

    MessagesOnHold(InMemoryBroadcaster redis, Line line) {
        this.redis = redis;
        this.line = line;
    }

    @Override
    public Uni<Long> send(Channel channel, byte[] message) {
        note(channel, message);
        Uni<Long> sent = redis.send(channel, message);
        return !line.holds
                ? sent
                : Uni.createFrom()
                        .emitter(emitter ->
                                line.waiting.add(() -> sent.subscribe().with(emitter::complete, emitter::fail)));
    }

    private void note(Channel channel, byte[] message) {
        if (channel.name().endsWith(":questions")) {
            try {
                line.asked.addAll(Question.Batch.decode(message).questions());
            } catch (IOException impossible) {
                throw new AssertionError(impossible);
            }
        }
    }

    @Override
    public OpenChannel open(Channel channel, Sink sink) {
        return redis.open(channel, sink);
    }

    @Override
    public void hear(SystemSink sink) {
        redis.hear(sink);
    }

    @Override
    public boolean connected() {
        return redis.connected();
    }

    @Override
    public boolean connectedBefore() {
        return redis.connectedBefore();
    }

    @Override
    public Duration away() {
        return redis.away();
    }

    @Override
    public void beforeResubscription(Runnable action) {
        redis.beforeResubscription(action);
    }

    @Override
    public void afterResubscription(Runnable action) {
        redis.afterResubscription(action);
    }

    @Override
    public void pause() {
        redis.pause();
    }

    @Override
    public void resume() {
        redis.resume();
    }
}
