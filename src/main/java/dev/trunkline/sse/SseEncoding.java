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
        ByteBuf begin(int length) {
            byte[] size = Integer.toHexString(length).getBytes(StandardCharsets.US_ASCII);
            ByteBuf chunk = PooledByteBufAllocator.DEFAULT.directBuffer(size.length + length + 4);
            return chunk.writeBytes(size).writeByte('\r').writeByte('\n');
        }

        @Override
        ByteBuf end(ByteBuf chunk) {
            return chunk.writeByte('\r').writeByte('\n');
        }
    },

    /** The record alone: for HTTP/1.0, and where the server's own encoder frames it. */
    PLAIN {
        @Override
        ByteBuf begin(int length) {
            return PooledByteBufAllocator.DEFAULT.directBuffer(length);
        }

        @Override
        ByteBuf end(ByteBuf record) {
            return record;
        }
    };

    /** A buffer for so many bytes of the stream, with what stands in front of them. */
    abstract ByteBuf begin(int length);

    /** Appends what stands behind the bytes. */
    abstract ByteBuf end(ByteBuf frame);

    /** The bytes of a comment or line, as they go to the wire. */
    final ByteBuf frame(byte[] bytes) {
        return end(begin(bytes.length).writeBytes(bytes));
    }

    @Override
    public ByteBuf encode(Event event) {
        SseFrame record = SseFrame.of(event);
        ByteBuf frame = begin(record.length());
        record.writeTo(frame);
        return end(frame);
    }
}
