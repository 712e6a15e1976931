package dev.trunkline.event;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The compressed text that events of one {@link Message} have in common. It is remembered for a while: a status that goes to many home
 * timelines, or to clients with ids and to some without, is compressed once for all of them. Immutable.
 */
public final class Compressed {

    /** With their messages' payloads. */
    private static final long MOST_BYTES = 4 << 20;

    private static final Recent<Key, Compressed> RECENT = new Recent<>(MOST_BYTES);

    private final byte[] bytes;
    private final int length;
    private final int checksum;

    private record Key(Message message, Object form) {}

    private Compressed(ByteBuf text) {
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
        Key key = new Key(message, form);
        Compressed recent = find(key);
        if (recent != null) {
            return recent;
        }
        // Two event loops may do it at the same time; neither waits for the other.
        ByteBuf text = FrameBuffers.allocate(length.getAsInt());
        try {
            writer.accept(text);
            Compressed made = new Compressed(text);
            if (message.mayComeAgain()) {
                remember(key, made);
            }
            return made;
        } finally {
            text.release();
        }
    }

    private static @Nullable Compressed find(Key key) {
        synchronized (RECENT) {
            return RECENT.find(key);
        }
    }

    private static void remember(Key key, Compressed made) {
        synchronized (RECENT) {
            RECENT.add(key, made, key.message.payload().length + made.bytes.length);
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
