package dev.trunkline.event;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Turns an event into the bytes that one transport writes for it: an SSE record, a WebSocket frame under one label.
 *
 * <p>All connections that get the same bytes share one frame, so an encoding must give equal bytes for the same event each
 * time; two encodings that are equal must give equal bytes too. Called from several threads at once.
 */
@FunctionalInterface
public interface Encoding {
    /**
     * A frame without an event that tells the client an id (protocol, section 12); null if the transport has no such frame, or its
     * clients no ids. The caller owns it.
     */
    default @Nullable ByteBuf position(byte[] id) {
        return null;
    }

    /** The frame of an event. The caller owns the buffer and releases it; nothing writes to it once it is shared. */
    ByteBuf encode(Event event);
}
