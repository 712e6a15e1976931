package dev.trunkline.sse;

import dev.trunkline.event.Compressed;
import dev.trunkline.event.CompressedEvents;
import dev.trunkline.event.Deflate;
import dev.trunkline.event.Encoding;
import dev.trunkline.event.Event;
import dev.trunkline.event.FrameBuffers;
import dev.trunkline.event.SseFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.BiConsumer;

/**
 * Records that are compressed apart, for all streams whose clients take gzip (protocol, section 13). Behind its readable bytes each
 * frame holds what the checksum of a stream needs to know of it: see {@link GzipChecksum}.
 *
 * @param ids whether the clients have ids
 */
record GzipEncoding(SseEncoding framing, boolean ids) implements Encoding {

    /** See {@link Compressed#of}. */
    private static final String FORM = "event stream";

    private static final byte[] NO_ID = {};

    @Override
    public ByteBuf encode(Event event) {
        SseFrame record = SseFrame.of(event);
        if (event.message().personal() || record.length() > Deflate.LARGEST) {
            return wrapped(event);
        }
        Compressed shared = Compressed.of(event.message(), FORM, record::length, record::writeTo);
        byte[] id = ids ? SseFrame.idLine(event) : NO_ID;
        int length = shared.bytes().length + (id.length == 0 ? 0 : Deflate.STORED + id.length);
        CompressedEvents.count(shared.length() + id.length, length);
        ByteBuf frame = framing.begin(length, GzipChecksum.PART);
        if (id.length > 0) {
            Deflate.beginStored(id.length, frame);
            frame.writeBytes(id);
        }
        framing.end(frame.writeBytes(shared.bytes()));
        GzipChecksum.putBehind(frame, id, shared);
        return frame;
    }

    @Override
    public ByteBuf position(byte[] id) {
        // Without ids there is none.
        return frame(Unpooled.wrappedBuffer(SseFrame.idAlone(id)));
    }

    private ByteBuf wrapped(Event event) {
        SseFrame record = ids ? SseFrame.withId(event) : SseFrame.of(event);
        ByteBuf text = FrameBuffers.allocate(record.length());
        try {
            record.writeTo(text);
            ByteBuf frame = frame(text, Deflate::wrap);
            CompressedEvents.count(record.length(), record.length());
            return frame;
        } finally {
            text.release();
        }
    }

    /** The frame of any text. The caller owns it. */
    ByteBuf frame(ByteBuf text) {
        return frame(text, Deflate::compress);
    }

    private ByteBuf frame(ByteBuf text, BiConsumer<ByteBuf, ByteBuf> method) {
        ByteBuf body = FrameBuffers.allocate(Deflate.mostBytes(text.readableBytes()));
        try {
            method.accept(text, body);
            ByteBuf frame = framing.end(
                    framing.begin(body.readableBytes(), GzipChecksum.PART).writeBytes(body));
            GzipChecksum.putBehind(frame, text);
            return frame;
        } finally {
            body.release();
        }
    }
}
