package dev.trunkline.event;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Writes strings in JSON as JavaScript's {@code JSON.stringify} does: it escapes no character that need not be escaped. */
public final class JsonString {

    /** The characters that have an escape of two characters, and the second characters of those escapes. */
    private static final String SHORT = "\"\\\b\t\n\f\r";

    private static final String LETTERS = "\"\\btnfr";

    private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);

    private JsonString() {}

    /** The text as a JSON string with its quotes, in UTF-8; with U+FFFD for each half of a surrogate pair. */
    public static byte[] of(String text) {
        byte[] utf8 = Utf8.encode(text);
        byte[] json = new byte[escapedLength(utf8) + 2];
        json[0] = '"';
        json[escape(utf8, json, 1)] = '"';
        return json;
    }

    /** How many bytes {@link #escape} writes. */
    static int escapedLength(byte[] utf8) {
        int length = utf8.length;
        for (byte b : utf8) {
            if (mustBeEscaped(b)) {
                length += SHORT.indexOf(b) >= 0 ? 1 : 5;
            }
        }
        return length;
    }

    /**
     * Writes the inside of a JSON string.
     *
     * @param utf8 the text
     * @param target has room for {@link #escapedLength} bytes
     * @param from where the first byte goes
     * @return the place behind the last byte
     */
    static int escape(byte[] utf8, byte[] target, int from) {
        int to = from;
        int start = 0;
        for (int i = 0; i < utf8.length; i++) {
            byte b = utf8[i];
            if (mustBeEscaped(b)) {
                System.arraycopy(utf8, start, target, to, i - start);
                to = escape(b, target, to + i - start);
                start = i + 1;
            }
        }
        System.arraycopy(utf8, start, target, to, utf8.length - start);
        return to + utf8.length - start;
    }

    private static boolean mustBeEscaped(byte b) {
        return b == '"' || b == '\\' || (b >= 0 && b < ' ');
    }

    private static int escape(byte b, byte[] target, int from) {
        int to = from;
        target[to++] = '\\';
        int which = SHORT.indexOf(b);
        if (which >= 0) {
            target[to++] = (byte) LETTERS.charAt(which);
        } else {
            target[to++] = 'u';
            target[to++] = '0';
            target[to++] = '0';
            target[to++] = HEX[b >> 4];
            target[to++] = HEX[b & 0xf];
        }
        return to;
    }
}
