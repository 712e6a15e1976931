package dev.trunkline.connection;

import io.netty.buffer.ByteBuf;

/** The way of a connection's bytes to its socket. Used on the connection's event loop, unless stated otherwise. */
public interface Wire {

    /** What one entry of the queue takes of the heap, in bytes (118 measured): Netty's entry and the reference to the frame. */
    int ENTRY = 120;

    /** Queues a frame and takes a reference of its own to it. The next {@link #flush()} sends it. */
    void write(ByteBuf frame);

    /** Passes the queue to the socket. */
    void flush();

    /** Bytes in the queue: not flushed yet, or not taken by the peer. May be called from any thread. */
    long pending();

    /** Bytes of memory that the flushed part of the queue takes besides the frames, which other connections may share. */
    long upkeep();

    /** Runs the action once, when the peer has taken all that was flushed before, or the channel is closed. */
    void whenTaken(Runnable action);

    /** Runs the action when the channel is closed and its queue is gone. */
    void whenClosed(Runnable action);

    /** Drops the connection and its queue, without a farewell. */
    void reset();
}
