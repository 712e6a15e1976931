package dev.trunkline.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Makes UTF-8 well-formed as a browser does, by the Encoding Standard's decoder: U+FFFD for each maximal part of an
 * incomplete sequence and for each other invalid byte.
 *
 * <p>{@code new String(bytes, UTF_8)} differs: it makes one U+FFFD of the three bytes of an encoded surrogate, a browser
 * makes three.
 */
final class Utf8 {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long TOP_BITS = 0x8080808080808080L;
    private static final byte[] REPLACEMENT = {(byte) 0xef, (byte) 0xbf, (byte) 0xbd};

    private Utf8() {}

    /** The same array if it is well-formed, as it nearly always is, else a repaired copy. */
    static byte[] wellFormed(byte[] bytes) {
        int place = firstMalformed(bytes);
        return place == bytes.length ? bytes : repair(bytes, place);
    }

    /** Text in UTF-8, with U+FFFD for each unpaired surrogate. */
    static byte[] encode(CharSequence text) {
        // String.getBytes would write a question mark.
        StringBuilder pairs = new StringBuilder(text.length());
        text.codePoints().forEach(c -> pairs.appendCodePoint(c >= 0xd800 && c <= 0xdfff ? 0xfffd : c));
        return pairs.toString().getBytes(UTF_8);
    }

    private static int firstMalformed(byte[] bytes) {
        int place = 0;
        while (place < bytes.length) {
            if (bytes[place] >= 0) {
                place = ascii(bytes, place);
            } else {
                int length = sequence(bytes, place);
                if (length < 0) {
                    return place;
                }
                place += length;
            }
        }
        return place;
    }

    /** Passes ASCII characters, eight at a time while there are eight. */
    private static int ascii(byte[] bytes, int from) {
        int place = from;
        for (int last = bytes.length - Long.BYTES; place <= last; place += Long.BYTES) {
            long others = (long) LONGS.get(bytes, place) & TOP_BITS;
            if (others != 0) {
                return place + (Long.numberOfTrailingZeros(others) >>> 3);
            }
        }
        while (place < bytes.length && bytes[place] >= 0) {
            place++;
        }
        return place;
    }

    private static byte[] repair(byte[] bytes, int firstMalformed) {
        ByteArrayOutputStream repaired = new ByteArrayOutputStream(bytes.length + 64);
        repaired.write(bytes, 0, firstMalformed);
        int place = firstMalformed;
        while (place < bytes.length) {
            int length = sequence(bytes, place);
            if (length > 0) {
                repaired.write(bytes, place, length);
            } else {
                repaired.writeBytes(REPLACEMENT);
            }
            place += Math.abs(length);
        }
        return repaired.toByteArray();
    }

    /** The length of the character at a place, or minus the number of bytes that a single U+FFFD replaces. */
    private static int sequence(byte[] bytes, int from) {
        int lead = bytes[from] & 0xff;
        if (lead < 0x80) {
            return 1;
        }
        if (lead < 0xc2 || lead > 0xf4) {
            return -1;
        }
        int length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        // The bounds of the second byte exclude overlong forms, surrogates and everything above U+10FFFF.
        int lower = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int upper = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        for (int i = 1; i < length; i++) {
            int next = from + i < bytes.length ? bytes[from + i] & 0xff : 0;
            if (next < lower || next > upper) {
                return -i;
            }
            lower = 0x80;
            upper = 0xbf;
        }
        return length;
    }
}
