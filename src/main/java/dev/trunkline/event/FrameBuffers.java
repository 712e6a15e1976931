package dev.trunkline.event;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;

/**
 * The memory of the frames. Frames have a pool of their own, so that the process knows what they take: a frame counts once,
 * however many connections wait with it, from when it is encoded until the last of them has let go of it.
 */
// Netty's allocators cannot be part of the native executable's image: it initialises this class when it runs.
public final class FrameBuffers {

    /** Memory is taken from the system, and given back, in pieces of 8 KiB times two to the power of this: 1 MiB. */
    private static final int CHUNK_ORDER = 7;

    private static final PooledByteBufAllocator POOL = new PooledByteBufAllocator(
            true,
            0,
            PooledByteBufAllocator.defaultNumDirectArena(),
            PooledByteBufAllocator.defaultPageSize(),
            CHUNK_ORDER,
            PooledByteBufAllocator.defaultSmallCacheSize(),
            PooledByteBufAllocator.defaultNormalCacheSize(),
            false);

    private FrameBuffers() {}

    /** An empty buffer for a frame of this many bytes, which the caller owns. */
    public static ByteBuf allocate(int bytes) {
        return POOL.directBuffer(bytes);
    }

    /**
     * Bytes of the buffers that have not been released. Counting takes some microseconds, more with each megabyte: not for each
     * delivery.
     */
    public static long bytes() {
        return POOL.pinnedDirectMemory();
    }
}
