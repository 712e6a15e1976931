package dev.trunkline.connection;

import io.netty.buffer.ByteBuf;

/** Where the bytes of one connection go. Used on the connection's event loop only. */
public interface Wire {

    /** Queues a frame, of which it takes a reference of its own. It leaves with the next {@link #flush()}. */
    void write(ByteBuf frame);

    /** Hands what is queued to the socket. */
    void flush();

    /** Bytes that are queued because the peer has not taken them. */
    long pending();

    /** Drops the connection and what is queued, without a farewell. */
    void reset();
}
