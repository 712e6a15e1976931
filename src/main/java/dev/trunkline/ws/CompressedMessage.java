package dev.trunkline.ws;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.TooLongFrameException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates a client's messages, each apart (RFC 7692, section 7.2.2). Thread-safe.
 */
final class CompressedMessage {

    /**
     * What stands behind a message to inflate: the end that the client has left out, and one more block, which says that it is the
     * last. A message that is cut off ends, with few exceptions, elsewhere.
     */
    private static final byte[] END = {0, 0, (byte) 0xFF, (byte) 0xFF, 1, 0, 0, (byte) 0xFF, (byte) 0xFF};

    /** Each costs as much as a message, and takes two bytes. */
    private static final int MOST_RESTARTS = 16;

    /** Bytes that are inflated at a time: most messages of clients are shorter. */
    private static final int PART = 512;

    private static final ThreadLocal<Inflater> INFLATERS = ThreadLocal.withInitial(() -> new Inflater(true));

    private CompressedMessage() {}

    /**
     * The text of a message, in a buffer that the caller owns.
     *
     * @param message its readable bytes; they stay readable
     * @param most bytes that the text may have, which is also all that is kept of a larger one
     * @throws DataFormatException if the message is malformed
     * @throws TooLongFrameException if the text is larger
     */
    static ByteBuf inflate(ByteBuf message, int most) throws DataFormatException {
        int length = message.readableBytes();
        if (length == 0) {
            // Strictly an empty text takes a byte.
            return Unpooled.EMPTY_BUFFER;
        }
        byte[] input = new byte[length + END.length];
        message.getBytes(message.readerIndex(), input, 0, length);
        System.arraycopy(END, 0, input, length, END.length);
        Inflater inflater = INFLATERS.get();
        ByteBuf text = Unpooled.buffer(Math.min(most, PART), most);
        try {
            inflate(inflater, input, text);
            return text.retain();
        } finally {
            text.release();
            inflater.reset();
        }
    }

    private static void inflate(Inflater inflater, byte[] input, ByteBuf text) throws DataFormatException {
        byte[] part = new byte[PART];
        inflater.setInput(input);
        int restarts = 0;
        while (true) {
            int inflated = inflater.inflate(part);
            if (inflated > text.maxCapacity() - text.readableBytes()) {
                throw new TooLongFrameException("A compressed message is larger than the limit");
            }
            text.writeBytes(part, 0, inflated);
            if (inflater.finished()) {
                int rest = inflater.getRemaining();
                if (rest <= END.length) {
                    return;
                }
                // A client may end a block as if it was the last, and go on behind it (RFC 7692, section 7.2.3.4).
                if (++restarts > MOST_RESTARTS) {
                    throw new DataFormatException("A compressed message ends too often");
                }
                inflater.reset();
                inflater.setInput(input, input.length - rest, rest);
            } else if (inflated == 0) {
                throw new DataFormatException("A compressed message is not whole");
            }
        }
    }
}
