package dev.trunkline.internals;

import io.netty.util.internal.PlatformDependent;

/** The memory outside the heap, where Netty's buffers are. */
public final class DirectMemory {

    private DirectMemory() {}

    /** The most that the process may take, in bytes: the JVM's limit or, if it is set, {@code io.netty.maxDirectMemory}. */
    public static long most() {
        return PlatformDependent.maxDirectMemory();
    }
}
