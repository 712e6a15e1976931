package dev.trunkline.sse;

import dev.trunkline.event.Encoding;
import dev.trunkline.event.Event;
import dev.trunkline.event.FrameBuffers;
import dev.trunkline.event.SseFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** How the bytes of an event stream appear on the connection. */
enum SseEncoding implements Encoding {
    /** Each record is an HTTP/1.1 chunk (RFC 9112, section 7.1), framed once for all connections. */
    CHUNKED {
        @Override
        ByteBuf begin(int length) {
            byte[] size = Integer.toHexString(length).getBytes(StandardCharsets.US_ASCII);
            ByteBuf chunk = FrameBuffers.allocate(size.length + length + 4);
            return chunk.writeBytes(size).writeByte('\r').writeByte('\n');
        }

        @Override
        ByteBuf end(ByteBuf chunk) {
            return chunk.writeByte('\r').writeByte('\n');
        }

        @Override
        ByteBuf end() {
            return Unpooled.wrappedBuffer(LAST_CHUNK);
        }
    },

    /** The record alone: for HTTP/1.0, and for responses that the server's own encoder frames. */
    PLAIN {
        @Override
        ByteBuf begin(int length) {
            return FrameBuffers.allocate(length);
        }

        @Override
        ByteBuf end(ByteBuf record) {
            return record;
        }

        @Override
        ByteBuf end() {
            return Unpooled.EMPTY_BUFFER;
        }
    };

    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** A buffer for a record of this length in bytes, which holds the framing in front of it already. */
    abstract ByteBuf begin(int length);

    /** Appends the framing behind the record. */
    abstract ByteBuf end(ByteBuf frame);

    /** What stands behind the last record. */
    abstract ByteBuf end();

    /** A comment or line as it appears on the connection. */
    final ByteBuf frame(byte[] bytes) {
        return end(begin(bytes.length).writeBytes(bytes));
    }

    @Override
    public ByteBuf encode(Event event) {
        return frame(SseFrame.of(event));
    }

    /** The same for clients with ids (protocol, section 12). */
    Encoding withIds() {
        return new WithIds(this);
    }

    private record WithIds(SseEncoding framing) implements Encoding {

        @Override
        public ByteBuf encode(Event event) {
            return framing.frame(SseFrame.withId(event));
        }

        @Override
        public ByteBuf position(byte[] id) {
            return framing.frame(SseFrame.idAlone(id));
        }
    }

    private ByteBuf frame(SseFrame record) {
        ByteBuf frame = begin(record.length());
        record.writeTo(frame);
        return end(frame);
    }
}
