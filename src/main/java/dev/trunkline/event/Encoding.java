package dev.trunkline.event;

import io.netty.buffer.ByteBuf;

/**
 * Turns an event into the bytes that one transport writes for it: an SSE record, a WebSocket frame under one label.
 *
 * <p>The result is made once and shared by all connections that get the same bytes, so one encoding must give equal
 * bytes for the same event, whoever asks; two encodings that are equal must give equal bytes too.
 */
@FunctionalInterface
public interface Encoding {
    /**
     * The bytes for an event. The caller owns the buffer and releases it; whoever shares it duplicates it and never
     * writes to it.
     */
    ByteBuf encode(Event event);
}
