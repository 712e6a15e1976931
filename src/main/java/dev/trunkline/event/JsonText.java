package dev.trunkline.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** Copies values out of a JSON text that {@link JsonScanner} has found well-formed. */
final class JsonText {
    private JsonText() {}

    /**
     * A value without the white space between its tokens; the tokens stay as they are.
     *
     * @param spaces the number of bytes of such white space
     */
    static byte[] compact(byte[] json, int from, int to, int spaces) {
        if (spaces == 0) {
            return Arrays.copyOfRange(json, from, to);
        }
        byte[] compact = new byte[to - from - spaces];
        int length = 0;
        boolean inString = false;
        for (int place = from; place < to; place++) {
            byte b = json[place];
            if (inString || !JsonScanner.isSpace(b)) {
                compact[length++] = b;
            }
            if (inString && b == '\\') {
                compact[length++] = json[++place];
            } else if (b == '"') {
                inString = !inString;
            }
        }
        return compact;
    }

    /**
     * The text of a string, in well-formed UTF-8: escapes resolved, halves of surrogate pairs replaced.
     *
     * @param from the place of its opening quote
     * @param to the place after its closing quote
     */
    static byte[] decode(byte[] json, int from, int to) {
        byte[] raw = Utf8.wellFormed(Arrays.copyOfRange(json, from + 1, to - 1));
        for (int place = 0; place < raw.length; place++) {
            if (raw[place] == '\\') {
                return unescape(raw);
            }
        }
        return raw;
    }

    /** In UTF-16, where {@code \ud83d\ude00} becomes one character. */
    private static byte[] unescape(byte[] raw) {
        String escaped = new String(raw, UTF_8);
        StringBuilder plain = new StringBuilder(escaped.length());
        for (int place = 0; place < escaped.length(); place++) {
            char c = escaped.charAt(place);
            if (c != '\\') {
                plain.append(c);
                continue;
            }
            c = escaped.charAt(++place);
            switch (c) {
                case 'b' -> plain.append('\b');
                case 'f' -> plain.append('\f');
                case 'n' -> plain.append('\n');
                case 'r' -> plain.append('\r');
                case 't' -> plain.append('\t');
                case 'u' -> {
                    plain.append((char) Integer.parseInt(escaped, place + 1, place + 5, 16));
                    place += 4;
                }
                default -> plain.append(c);
            }
        }
        return Utf8.encode(plain);
    }
}
