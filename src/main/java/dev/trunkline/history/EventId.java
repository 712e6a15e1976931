package dev.trunkline.history;

import java.nio.ByteBuffer;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Which event of which channel it was, in a way that every process agrees on that has heard it (protocol, section 12). Clients see
 * it as 38 characters of base64url.
 *
 * <p>A process that did not give the id finds the event by its fingerprint. A text that was published twice has one fingerprint: then
 * the events in front of it and the time tell which one is meant, unless they are unknown or the same, too.
 *
 * @param fingerprint of the channel and what was published; see {@link dev.trunkline.event.Fingerprint}
 * @param before a number for the events in front of it on its channel; 0 if they are unknown
 * @param process which process has given the id
 * @param number the event's number in that process, of 48 bits
 * @param millis when the event arrived there, in milliseconds since 1970 by that process's clock
 */
record EventId(long fingerprint, int before, int process, long number, long millis) {

    private static final int BYTES = Long.BYTES + 2 * Integer.BYTES + 2 * 6;
    private static final int CHARACTERS = (BYTES * 4 + 2) / 3;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    /** The id as clients see it, in ASCII. */
    byte[] text() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        bytes.putLong(fingerprint).putInt(before).putInt(process);
        put48(bytes, number);
        put48(bytes, millis);
        return ENCODER.encode(bytes.array());
    }

    /** The id that a client has sent; null if it is none of ours. */
    static @Nullable EventId parse(String text) {
        if (text.length() != CHARACTERS) {
            return null;
        }
        ByteBuffer bytes;
        try {
            bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
        } catch (IllegalArgumentException malformed) {
            return null;
        }
        return new EventId(bytes.getLong(), bytes.getInt(), bytes.getInt(), get48(bytes), get48(bytes));
    }

    private static void put48(ByteBuffer bytes, long value) {
        bytes.putShort((short) (value >>> Integer.SIZE)).putInt((int) value);
    }

    private static long get48(ByteBuffer bytes) {
        long high = Short.toUnsignedLong(bytes.getShort());
        return (high << Integer.SIZE) | Integer.toUnsignedLong(bytes.getInt());
    }
}
