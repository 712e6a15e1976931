package dev.trunkline.event;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/** Writes strings in JSON as JavaScript's {@code JSON.stringify} does: it escapes no character that need not be escaped. */
public final class JsonString {

    private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);

    /** By how many bytes each byte gets longer: a quote by a backslash, a rare control character by five bytes. */
    private static final byte[] LONGER = new byte[256];

    static {
        for (int control = 0; control < ' '; control++) {
            LONGER[control] = (byte) (letter((byte) control) == 'u' ? 5 : 1);
        }
        LONGER['"'] = 1;
        LONGER['\\'] = 1;
    }

    private JsonString() {}

    /** The text as a JSON string with its quotes, in UTF-8; with U+FFFD for each unpaired surrogate. */
    public static byte[] of(String text) {
        byte[] utf8 = Utf8.encode(text);
        ByteBuffer json = ByteBuffer.allocate(escapedLength(utf8) + 2).put((byte) '"');
        escape(utf8, json);
        return json.put((byte) '"').array();
    }

    /** The number of bytes that {@link #escape} writes. */
    static int escapedLength(byte[] utf8) {
        int length = utf8.length;
        for (byte b : utf8) {
            length += LONGER[b & 0xff];
        }
        return length;
    }

    /**
     * Writes a text as the inside of a JSON string.
     *
     * @param out has room for {@link #escapedLength} bytes
     */
    static void escape(byte[] utf8, ByteBuffer out) {
        // Byte by byte: the strings of a JSON text are short between two quotes.
        for (byte b : utf8) {
            if (LONGER[b & 0xff] == 0) {
                out.put(b);
            } else {
                escape(b, out);
            }
        }
    }

    private static void escape(byte b, ByteBuffer out) {
        byte letter = letter(b);
        out.put((byte) '\\').put(letter);
        if (letter == 'u') {
            out.put((byte) '0').put((byte) '0').put(HEX[b >> 4]).put(HEX[b & 0xf]);
        }
    }

    /** What follows the backslash. */
    private static byte letter(byte b) {
        return switch (b) {
            case '"', '\\' -> b;
            case '\b' -> 'b';
            case '\t' -> 't';
            case '\n' -> 'n';
            case '\f' -> 'f';
            case '\r' -> 'r';
            default -> 'u';
        };
    }
}
