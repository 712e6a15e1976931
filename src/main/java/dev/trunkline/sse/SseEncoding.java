package dev.trunkline.sse;

import dev.trunkline.event.Encoding;
import dev.trunkline.event.Event;
import dev.trunkline.event.SseFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.charset.StandardCharsets;

/** How the bytes of an event stream appear on the connection. */
enum SseEncoding implements Encoding {
    /** Each record is an HTTP/1.1 chunk (RFC 9112, section 7.1), framed here so that all connections share it. */
    CHUNKED {
        @Override
        ByteBuf frame(byte[] bytes) {
            byte[] length = Integer.toHexString(bytes.length).getBytes(StandardCharsets.US_ASCII);
            ByteBuf chunk = PooledByteBufAllocator.DEFAULT.directBuffer(length.length + bytes.length + 4);
            chunk.writeBytes(length).writeByte('\r').writeByte('\n');
            return chunk.writeBytes(bytes).writeByte('\r').writeByte('\n');
        }
    },

    /** The record alone: for HTTP/1.0, and where the server's own encoder frames it. */
    PLAIN {
        @Override
        ByteBuf frame(byte[] bytes) {
            return PooledByteBufAllocator.DEFAULT.directBuffer(bytes.length).writeBytes(bytes);
        }
    };

    /** The bytes of a record or comment, as they go to the wire. */
    abstract ByteBuf frame(byte[] bytes);

    @Override
    public ByteBuf encode(Event event) {
        return frame(SseFrame.encode(event));
    }
}
