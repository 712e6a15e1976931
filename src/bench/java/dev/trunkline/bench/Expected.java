package dev.trunkline.bench;

import java.nio.ByteBuffer;

/** The bytes that connections should receive. The events of each connection are numbered from 0. */
interface Expected {
    /**
     * The output of an event in flight for a viewer, from the first byte to the buffer's capacity. The caller may set position
     * and limit, and must be done with the buffer before the next call.
     */
    ByteBuffer record(long event, int viewer);

    /** The number of bytes of that many events for a viewer. */
    long bytes(long events, int viewer);
}
