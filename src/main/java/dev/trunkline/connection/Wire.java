package dev.trunkline.connection;

import io.netty.buffer.ByteBuf;

/** The way of a connection's bytes to its socket. Used on the connection's event loop only. */
public interface Wire {

    /** Queues a frame and takes a reference of its own to it. The next {@link #flush()} sends it. */
    void write(ByteBuf frame);

    /** Passes the queue to the socket. */
    void flush();

    /** Bytes in the queue: not flushed yet, or not taken by the peer. */
    long pending();

    /** Drops the connection and its queue, without a farewell. */
    void reset();
}
