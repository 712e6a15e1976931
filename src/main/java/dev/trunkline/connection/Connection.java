package dev.trunkline.connection;

import dev.trunkline.metrics.Meters;
import dev.trunkline.metrics.Transport;
import dev.trunkline.stream.Stream;
import dev.trunkline.viewer.Viewer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An open SSE response or WebSocket of one viewer, or one that is about to open. Whatever it holds (subscriptions, timers)
 * it lets go when it ends, once, whoever ends it and at whatever moment. Used on its event loop only.
 */
public final class Connection {

    /** How a transport says goodbye. */
    @FunctionalInterface
    public interface Farewell {

        /**
         * Says it, once.
         *
         * @param opened whether events may have been written; if not, the client is still waiting for an answer
         */
        void say(Ending ending, boolean opened);
    }

    private final Viewer viewer;
    private final Origin origin;
    private final Transport transport;
    private final EventLoop loop;
    private final Wire wire;
    private final long outboxLimit;
    private final Meters meters;
    private final Consumer<Connection> ender;
    private final Farewell farewell;
    private final List<StreamShare> subscriptions = new ArrayList<>(2);
    private final List<Runnable> releases = new ArrayList<>(3);

    private final long began = System.nanoTime();
    private long sent;
    private boolean open;
    private boolean unflushed;
    private @Nullable Ending ending;

    /**
     * @param outboxLimit bytes that may wait for the peer
     * @param ender told first when it ends, while it still has its subscriptions
     * @param farewell says goodbye in the transport's way
     */
    Connection(
            Viewer viewer,
            Origin origin,
            Transport transport,
            EventLoop loop,
            Wire wire,
            long outboxLimit,
            Meters meters,
            Consumer<Connection> ender,
            Farewell farewell) {
        this.viewer = viewer;
        this.origin = origin;
        this.transport = transport;
        this.loop = loop;
        this.wire = wire;
        this.outboxLimit = outboxLimit;
        this.meters = meters;
        this.ender = ender;
        this.farewell = farewell;
    }

    public Viewer viewer() {
        return viewer;
    }

    Origin origin() {
        return origin;
    }

    public Transport transport() {
        return transport;
    }

    /** Where everything happens to it. */
    public EventLoop loop() {
        return loop;
    }

    public boolean ended() {
        return ending != null;
    }

    /** Why it has ended; null if it has not. */
    public @Nullable Ending ending() {
        return ending;
    }

    public boolean isOpen() {
        return open;
    }

    /** From now on events are written to it, and the metrics count it. */
    public void open() {
        if (ending == null) {
            open = true;
            meters.connectionOpened(transport);
        }
    }

    /** The stream's subscription, if this connection has one. */
    public @Nullable StreamShare subscription(Stream stream) {
        for (StreamShare subscription : subscriptions) {
            if (stream.equals(subscription.stream())) {
                return subscription;
            }
        }
        return null;
    }

    /** How many streams it is subscribed to. */
    public int streams() {
        return (int) subscriptions.stream()
                .filter(subscription -> subscription.stream() != null)
                .count();
    }

    /** The names of the streams that it is subscribed to, each once. */
    List<String> streamNames() {
        return subscriptions.stream()
                .map(StreamShare::stream)
                .filter(Objects::nonNull)
                .map(stream -> stream.name().label())
                .distinct()
                .toList();
    }

    /** How many events were written to it. */
    long sent() {
        return sent;
    }

    /** How long it has lived. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** Runs the task once after the pause, unless the connection has ended. */
    public void after(Duration pause, Runnable task) {
        cancelAtEnd(loop.schedule(task, pause.toNanos(), TimeUnit.NANOSECONDS));
    }

    /** Runs the task after the interval and again after each further one, until the connection ends. */
    public void every(Duration interval, Runnable task) {
        cancelAtEnd(loop.scheduleAtFixedRate(task, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS));
    }

    private void cancelAtEnd(Future<?> timer) {
        atEnd(() -> timer.cancel(false));
    }

    /** Runs it when the connection ends; at once if it has. */
    public void atEnd(Runnable release) {
        if (ending == null) {
            releases.add(release);
        } else {
            release.run();
        }
    }

    /** Closes the subscription when the connection ends; at once if it has. */
    public void hold(StreamShare subscription) {
        if (ending == null) {
            subscriptions.add(subscription);
        } else {
            subscription.close();
        }
    }

    /** The subscription has been closed. */
    public void forget(StreamShare subscription) {
        subscriptions.remove(subscription);
    }

    /**
     * Puts an event's shared frame into the outbox, or ends the connection if its reader is too slow for that. It leaves with
     * the next {@link #flush()}.
     *
     * @return whether this is the first frame since the last flush
     */
    public boolean deliver(ByteBuf frame) {
        if (!open || ending != null || !write(frame)) {
            return false;
        }
        sent++;
        meters.messagesSent(transport, 1);
        boolean first = !unflushed;
        unflushed = true;
        return first;
    }

    /** Puts a frame that is no event (a heartbeat, say) into the outbox and sends it on its way. */
    public void send(ByteBuf frame) {
        if (open && ending == null && write(frame)) {
            wire.flush();
        }
    }

    private boolean write(ByteBuf frame) {
        int size = frame.readableBytes();
        if (wire.pending() + size > outboxLimit) {
            // What was written in this turn has not been offered to the socket yet and says nothing of the reader.
            wire.flush();
            long waiting = wire.pending();
            if (waiting > 0 && waiting + size > outboxLimit) {
                end(Ending.SLOW_READER);
                return false;
            }
        }
        wire.write(frame);
        return true;
    }

    /** Hands to the socket what was delivered since the last flush. */
    public void flush() {
        if (unflushed && ending == null) {
            unflushed = false;
            wire.flush();
        }
    }

    /** Whether all that was written to it has been handed to the socket. */
    boolean hasLeft() {
        return wire.pending() == 0;
    }

    /** Drops what its reader has not taken. */
    void reset() {
        wire.reset();
    }

    /** Ends it for that reason, unless it has ended before. */
    public void end(Ending reason) {
        if (ending != null) {
            return;
        }
        ending = reason;
        ender.accept(this);
        releases.forEach(Runnable::run);
        releases.clear();
        List.copyOf(subscriptions).forEach(StreamShare::close);
        if (open) {
            meters.connectionClosed(transport, reason.label(), 1);
        }
        farewell.say(reason, open);
    }
}
