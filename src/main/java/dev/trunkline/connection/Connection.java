package dev.trunkline.connection;

import dev.trunkline.admission.ClientNetwork;
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
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An open SSE response or WebSocket of one viewer, or one that is about to open. It releases its subscriptions and timers
 * when it ends, exactly once, whatever ends it and at whatever moment. Used on its event loop only.
 */
public final class Connection {

    /** The transport's part of an ending. */
    @FunctionalInterface
    public interface Farewell {

        /**
         * Tells the client of the ending in the transport's way; called once.
         *
         * @param opened whether events may have been written; if not, the client is still waiting for the HTTP answer
         */
        void say(Ending ending, boolean opened);
    }

    private final Viewer viewer;
    private final Origin origin;
    private final Transport transport;
    private final EventLoop loop;
    private final Wire wire;
    private final WireOutbox outbox;
    private final Meters meters;
    private final Rounds rounds;
    private final HeldEvents held;
    private final Consumer<Connection> ender;
    private final Farewell farewell;
    private final List<StreamShare> subscriptions = new ArrayList<>(2);
    private final long outboxLimit;

    /** Frames that subscriptions hold back, and their bytes. */
    private int waitingFrames;

    private long waitingBytes;

    private final List<Runnable> releases = new ArrayList<>(3);

    private final long began = System.nanoTime();
    private long sent;
    private boolean open;
    private boolean unflushed;
    private @Nullable Ending ending;

    /**
     * @param outboxLimit bytes that may wait for the peer
     * @param outboxes the sum of what waits for all peers
     * @param outages may demand that events are held back
     * @param rounds for what is done regularly
     * @param ender called first when the connection ends, while it still has its subscriptions
     * @param farewell called last
     */
    Connection(
            Viewer viewer,
            Origin origin,
            Transport transport,
            EventLoop loop,
            Wire wire,
            long outboxLimit,
            Outboxes outboxes,
            Meters meters,
            Outages outages,
            Rounds rounds,
            Consumer<Connection> ender,
            Farewell farewell) {
        this.viewer = viewer;
        this.origin = origin;
        this.transport = transport;
        this.loop = loop;
        this.wire = wire;
        this.outboxLimit = outboxLimit;
        this.outbox = new WireOutbox(wire, loop, outboxLimit, holder(), outboxes, this::giveUp);
        this.meters = meters;
        this.rounds = rounds;
        this.held = new HeldEvents(
                outages,
                outboxLimit,
                () -> loop.schedule(
                        () -> end(Ending.UNCONFIRMED_TOKEN), outages.limit().toNanos(), TimeUnit.NANOSECONDS));
        this.ender = ender;
        this.farewell = farewell;
    }

    /** For whom what waits counts. */
    private Object holder() {
        return viewer.anonymous() ? ClientNetwork.of(origin.address()) : (Object) viewer.accountId();
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

    /** The event loop that the connection belongs to. */
    public EventLoop loop() {
        return loop;
    }

    public boolean ended() {
        return ending != null;
    }

    /** Why it has ended; null while it has not. */
    public @Nullable Ending ending() {
        return ending;
    }

    public boolean isOpen() {
        return open;
    }

    /** Starts to write events to it and counts it in the metrics; without effect on a connection that has ended. */
    public void open() {
        if (ending == null) {
            open = true;
            meters.connectionOpened(transport);
        }
    }

    /** The subscription to the stream; null if there is none. */
    public @Nullable StreamShare subscription(Stream stream) {
        for (StreamShare subscription : subscriptions) {
            if (stream.equals(subscription.stream())) {
                return subscription;
            }
        }
        return null;
    }

    /** The number of streams that it is subscribed to. */
    public int streams() {
        return subscriptions.size();
    }

    /** Whether it has a stream whose client is not told when events were missed. */
    public boolean missesUnknowingly() {
        return subscriptions.stream().anyMatch(subscription -> !subscription.hasIds());
    }

    /** The names of the streams that it is subscribed to, each once. */
    List<String> streamNames() {
        return subscriptions.stream()
                .map(subscription -> subscription.stream().name().label())
                .distinct()
                .toList();
    }

    /** The number of events that were written to it. */
    long sent() {
        return sent;
    }

    /** What it is at this moment. */
    public ListedConnection listed() {
        return new ListedConnection(
                transport,
                origin.address(),
                viewer.accountId(),
                streamNames(),
                age(),
                sent,
                outbox.waiting(),
                origin.requestId());
    }

    /** The time since it was created. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** Runs the task once after the pause, unless the connection has ended. */
    public void after(Duration pause, Runnable task) {
        Future<?> timer = loop.schedule(task, pause.toNanos(), TimeUnit.NANOSECONDS);
        atEnd(() -> timer.cancel(false));
    }

    /**
     * Runs the task after the interval, or a little earlier the first time, and again an interval after each run, until the
     * connection ends. A process that has stood still does not run it several times at once.
     */
    public void every(Duration interval, Runnable task) {
        atEnd(rounds.of(loop, interval).add(task)::cancel);
    }

    /** Runs the action when the connection ends; at once if it has ended. */
    public void atEnd(Runnable release) {
        if (ending == null) {
            releases.add(release);
        } else {
            release.run();
        }
    }

    /** Closes the subscription when the connection ends; at once if it has ended. */
    public void hold(StreamShare subscription) {
        if (ending == null) {
            subscriptions.add(subscription);
        } else {
            subscription.close();
        }
    }

    /** Removes a subscription that has been closed. */
    public void forget(StreamShare subscription) {
        subscriptions.remove(subscription);
    }

    /**
     * Puts an event's shared frame into the outbox, from where the next {@link #flush()} sends it. A frame that does not fit
     * ends the connection as that of a slow reader. While the token is in doubt after an outage of Redis, frames are held instead.
     *
     * @return whether this is the first frame since the last flush
     */
    public boolean deliver(ByteBuf frame) {
        if (!open || ending != null) {
            return false;
        }
        if (!viewer.anonymous() && held.needed()) {
            if (held.add(frame)) {
                countHeld();
            } else {
                end(Ending.UNCONFIRMED_TOKEN);
            }
            return false;
        }
        return writeEvent(frame);
    }

    /** Whether events are held: what is sent now would come before them. */
    public boolean holdsEvents() {
        return held.size() > 0;
    }

    private void countHeld() {
        outbox.held(held.size() + waitingFrames, held.bytes() + waitingBytes);
    }

    /**
     * A subscription holds so many frames back, or lets go of them again: they count as what waits for the peer.
     *
     * @return whether they fit; otherwise, the connection has ended as that of a slow reader
     */
    public boolean holding(int frames, long bytes) {
        waitingFrames += frames;
        waitingBytes += bytes;
        countHeld();
        boolean fits = ending == null && waitingBytes <= outboxLimit;
        if (!fits) {
            end(Ending.SLOW_READER);
        }
        return fits;
    }

    /** Whether so little waits for the peer that what is in no hurry may be written. */
    public boolean roomy() {
        return outbox.roomy();
    }

    /** Runs the task, later, when the peer has taken what was flushed, unless the connection has ended by then. */
    public void whenTaken(Runnable task) {
        wire.whenTaken(() -> loop.execute(() -> {
            if (ending == null) {
                task.run();
            }
        }));
    }

    /** The viewer's token was found valid after this outage of Redis: what was held because of it leaves. */
    public void confirm(long outage) {
        held.confirm(outage);
        if (!held.needed()) {
            for (ByteBuf frame = held.poll(); frame != null; frame = held.poll()) {
                writeEvent(frame);
                frame.release();
            }
            countHeld();
            flush();
        }
    }

    private boolean writeEvent(ByteBuf frame) {
        if (ending != null || !write(frame)) {
            return false;
        }
        sent++;
        meters.messagesSent(transport, 1);
        boolean first = !unflushed;
        unflushed = true;
        return first;
    }

    /** Puts a frame that is no event, such as a heartbeat, into the outbox and flushes it. */
    public void send(ByteBuf frame) {
        if (open && ending == null && write(frame)) {
            outbox.flush();
        }
    }

    private boolean write(ByteBuf frame) {
        boolean fits = outbox.write(frame);
        if (!fits) {
            end(Ending.SLOW_READER);
        }
        return fits;
    }

    /** Too much waits in the process, and this is one of those with the most. */
    private void giveUp() {
        end(held.size() == 0 ? Ending.SLOW_READER : Ending.UNCONFIRMED_TOKEN);
    }

    /** Passes the frames that were delivered since the last flush to the socket. */
    public void flush() {
        if (unflushed && ending == null) {
            unflushed = false;
            outbox.flush();
        }
    }

    /** Whether everything that was written to it has been passed to the socket. */
    boolean hasLeft() {
        return wire.pending() == 0;
    }

    /** Drops the bytes that the peer has not taken. */
    void reset() {
        wire.reset();
    }

    /** Ends the connection; without effect if it has ended before. */
    public void end(Ending reason) {
        if (ending != null) {
            return;
        }
        ending = reason;
        ender.accept(this);
        releases.forEach(Runnable::run);
        releases.clear();
        for (ByteBuf frame = held.poll(); frame != null; frame = held.poll()) {
            frame.release();
        }
        countHeld();
        List.copyOf(subscriptions).forEach(StreamShare::close);
        if (open) {
            meters.connectionClosed(transport, reason.label(), 1);
        }
        farewell.say(reason, open);
    }
}
