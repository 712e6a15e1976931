package dev.trunkline.fanout;

import dev.trunkline.audience.Verdict;
import dev.trunkline.connection.Connection;
import dev.trunkline.connection.Wire;
import dev.trunkline.event.Encoding;
import dev.trunkline.event.Event;
import dev.trunkline.history.Kept;
import dev.trunkline.history.Missed;
import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * Writes to one connection what its client has missed, as fast as the peer takes it, so that it fills no outbox. Used on the
 * connection's event loop only.
 */
final class Replaying {

    private final Connection connection;
    private final Encoding encoding;
    private final Lane lane;
    private final boolean shared;
    private final byte[] position;
    private final Runnable done;
    private List<Kept> events;
    private List<Verdict> verdicts;
    private int next;
    private boolean stopped;

    /**
     * @param events what the client has missed
     * @param verdicts what it gets of each of them
     * @param shared whether others are likely to have missed the same
     * @param position the id that stands for having missed nothing from now on
     * @param done runs when all is written; not at all if the connection ends before
     */
    Replaying(
            Connection connection,
            Encoding encoding,
            Lane lane,
            List<Kept> events,
            List<Verdict> verdicts,
            boolean shared,
            byte[] position,
            Runnable done) {
        this.connection = connection;
        this.encoding = encoding;
        this.lane = lane;
        this.events = events;
        this.verdicts = verdicts;
        this.shared = shared;
        this.position = position;
        this.done = done;
    }

    /** Writes as much as the peer is likely to take, and the rest when it has taken that. */
    void write() {
        while (next < events.size() && !connection.ended()) {
            if (!connection.roomy()) {
                connection.flush();
                if (stopped) {
                    return;
                }
                if (!connection.roomy()) {
                    connection.whenTaken(this::write);
                    return;
                }
            }
            Verdict verdict = verdicts.get(next);
            Event event = events.get(next).event();
            next++;
            if (verdict.admits()) {
                if (event == null) {
                    // The peer is so slow, or so much comes, that it is kept no longer.
                    writeMissed(Missed.TOO_MANY);
                    next = events.size();
                } else {
                    write(event, verdict);
                }
            }
        }
        connection.flush();
        boolean whole = !stopped && !connection.ended();
        stop();
        if (whole) {
            done.run();
        }
    }

    /** Writes no more. */
    void stop() {
        stopped = true;
        events = List.of();
        verdicts = List.of();
    }

    private void write(Event event, Verdict verdict) {
        if (shared && verdict.isShared()) {
            connection.deliver(lane.replayFrames().of(event, verdict, encoding));
            lane.grown(Wire.ENTRY);
        } else {
            deliver(encoding.encode(verdict.apply(event)));
        }
    }

    /** Tells the client that it does not get what it has missed. */
    void writeMissed(Missed reason) {
        deliver(encoding.encode(Event.missed(reason.label(), 0).kept(position, 0)));
        connection.flush();
    }

    private void deliver(ByteBuf frame) {
        int size = frame.readableBytes();
        connection.deliver(frame);
        frame.release();
        lane.grown(size);
    }
}
