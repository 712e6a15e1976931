package dev.trunkline.sse;

import dev.trunkline.event.Encoding;
import dev.trunkline.event.Event;
import dev.trunkline.event.FrameBuffers;
import dev.trunkline.event.SseFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** How a piece of an event stream is framed on the connection; by itself, the pieces are the records as they are. */
enum SseEncoding implements Encoding, SseCoding {
    /** Each piece is an HTTP/1.1 chunk (RFC 9112, section 7.1), framed once for all connections. */
    CHUNKED {
        @Override
        ByteBuf begin(int length, int behind) {
            byte[] size = Integer.toHexString(length).getBytes(StandardCharsets.US_ASCII);
            ByteBuf chunk = FrameBuffers.allocate(size.length + length + 4 + behind);
            return chunk.writeBytes(size).writeByte('\r').writeByte('\n');
        }

        @Override
        ByteBuf end(ByteBuf chunk) {
            return chunk.writeByte('\r').writeByte('\n');
        }

        @Override
        public ByteBuf end() {
            return Unpooled.wrappedBuffer(LAST_CHUNK);
        }
    },

    /** The piece alone: for HTTP/1.0. */
    PLAIN {
        @Override
        ByteBuf begin(int length, int behind) {
            return FrameBuffers.allocate(length + behind);
        }

        @Override
        ByteBuf end(ByteBuf record) {
            return record;
        }

        @Override
        public ByteBuf end() {
            return Unpooled.EMPTY_BUFFER;
        }
    };

    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /**
     * A buffer for a piece of this length in bytes, which holds the framing in front of it already.
     *
     * @param behind room behind the framed piece, in bytes
     */
    abstract ByteBuf begin(int length, int behind);

    /** Appends the framing behind the piece. */
    abstract ByteBuf end(ByteBuf frame);

    @Override
    public Encoding events(boolean ids) {
        return ids ? new WithIds(this) : this;
    }

    @Override
    public ByteBuf frame(byte[] bytes) {
        return end(begin(bytes.length, 0).writeBytes(bytes));
    }

    @Override
    public byte[] begin(byte[] text) {
        return text;
    }

    @Override
    public ByteBuf trailer() {
        return Unpooled.EMPTY_BUFFER;
    }

    @Override
    public ByteBuf encode(Event event) {
        return frame(SseFrame.of(event));
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
        ByteBuf frame = begin(record.length(), 0);
        record.writeTo(frame);
        return end(frame);
    }
}
