package dev.trunkline.bench;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What one connection has received, byte for byte compared with what has to come: each event once, in order and whole. */
interface Reception {

    /** Takes what was read; {@code published} is the number of events that can have come so far. */
    void take(ByteBuffer in, long published) throws IOException;

    /** Whether the server has answered and let the connection begin. */
    boolean open();

    /** The events that have come whole. */
    long delivered();

    /** All bytes, HTTP's own included. */
    long wireBytes();

    /** The bytes of the stream itself, without what only keeps it open. */
    long streamBytes();

    /** The bytes that must have come once {@code events} were published. */
    long expectedBytes(long events);

    /** Whether everything that has begun has ended. */
    boolean whole();
}
