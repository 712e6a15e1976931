package dev.trunkline.event;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.zip.CRC32;

/**
 * The compressed text that events of one {@link Message} have in common. It is remembered for as long as few others come: a status
 * that goes to many home timelines, or to clients with ids and to some without, is compressed once for all of them. Immutable.
 */
public final class Compressed {

    /** A power of two. */
    private static final int PLACES = 128;

    /** Longer texts are not remembered: 128 messages with theirs take at most 4 MiB. */
    private static final int LONGEST = 16 << 10;

    /** By message and form; another takes the place. */
    private static final AtomicReferenceArray<Compressed> RECENT = new AtomicReferenceArray<>(PLACES);

    private final Message message;
    private final Object form;
    private final byte[] bytes;
    private final int length;
    private final int checksum;

    private Compressed(Message message, Object form, ByteBuf text) {
        this.message = message;
        this.form = form;
        this.length = text.readableBytes();
        CRC32 crc = new CRC32();
        crc.update(text.nioBuffer());
        this.checksum = (int) crc.getValue();
        ByteBuf compressed = FrameBuffers.allocate(Deflate.mostBytes(length));
        try {
            Deflate.compress(text, compressed);
            this.bytes = ByteBufUtil.getBytes(compressed);
        } finally {
            compressed.release();
        }
    }

    /**
     * A text, compressed as {@link Deflate} does it.
     *
     * @param form equal for equal texts of one message
     * @param length of the text in bytes, asked for if it has to be compressed
     * @param writer appends the text to a buffer that has room for it
     */
    public static Compressed of(Message message, Object form, IntSupplier length, Consumer<ByteBuf> writer) {
        int place = (31 * message.hashCode() + form.hashCode()) & (PLACES - 1);
        Compressed recent = RECENT.get(place);
        if (recent != null && recent.message.equals(message) && recent.form.equals(form)) {
            return recent;
        }
        ByteBuf text = FrameBuffers.allocate(length.getAsInt());
        try {
            writer.accept(text);
            Compressed made = new Compressed(message, form, text);
            if (made.length <= LONGEST && message.mayComeAgain()) {
                RECENT.set(place, made);
            }
            return made;
        } finally {
            text.release();
        }
    }

    /** The compressed text. Shared, and must not be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** The length of the text in bytes. */
    public int length() {
        return length;
    }

    /** The text's CRC-32. */
    public int checksum() {
        return checksum;
    }
}
