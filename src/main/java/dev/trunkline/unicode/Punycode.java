package dev.trunkline.unicode;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Unicode text in the letters, digits and hyphens of DNS (RFC 3492). The JDK has this inside {@code java.net.IDN} only, which
 * changes the text before.
 */
final class Punycode {

    private static final int BASE = 36;
    private static final int MIN_THRESHOLD = 1;
    private static final int MAX_THRESHOLD = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int INITIAL_BIAS = 72;
    private static final int INITIAL_CODE_POINT = 0x80;
    private static final char DELIMITER = '-';

    private Punycode() {}

    /** Encodes a text; its ASCII characters are kept as they are. */
    static String encode(String text) {
        int[] codePoints = text.codePoints().toArray();
        StringBuilder encoded = new StringBuilder();
        for (int c : codePoints) {
            if (c < INITIAL_CODE_POINT) {
                encoded.append((char) c);
            }
        }
        int basic = encoded.length();
        int handled = basic;
        if (basic > 0) {
            encoded.append(DELIMITER);
        }
        int bias = INITIAL_BIAS;
        int next = INITIAL_CODE_POINT;
        long delta = 0;
        while (handled < codePoints.length) {
            int least = least(codePoints, next);
            delta += (long) (least - next) * (handled + 1);
            next = least;
            for (int c : codePoints) {
                if (c < next) {
                    delta++;
                } else if (c == next) {
                    append(delta, bias, encoded);
                    bias = adapted(delta, handled + 1, handled == basic);
                    delta = 0;
                    handled++;
                }
            }
            delta++;
            next++;
        }
        return encoded.toString();
    }

    private static int least(int[] codePoints, int from) {
        int least = Integer.MAX_VALUE;
        for (int c : codePoints) {
            if (c >= from && c < least) {
                least = c;
            }
        }
        return least;
    }

    private static void append(long delta, int bias, StringBuilder encoded) {
        long rest = delta;
        for (int place = BASE; ; place += BASE) {
            int threshold = threshold(place, bias);
            if (rest < threshold) {
                break;
            }
            encoded.append(digit((int) (threshold + (rest - threshold) % (BASE - threshold))));
            rest = (rest - threshold) / (BASE - threshold);
        }
        encoded.append(digit((int) rest));
    }

    /** Decodes a text; null if it is not one that {@link #encode} could have written, apart from the case of its letters. */
    static @Nullable String decode(String encoded) {
        int delimiter = encoded.lastIndexOf(DELIMITER);
        StringBuilder decoded = new StringBuilder(Math.max(0, delimiter) + encoded.length());
        int length = Math.max(0, delimiter);
        for (int i = 0; i < length; i++) {
            if (encoded.charAt(i) >= INITIAL_CODE_POINT) {
                return null;
            }
            decoded.append(encoded.charAt(i));
        }
        int bias = INITIAL_BIAS;
        int next = INITIAL_CODE_POINT;
        int index = 0;
        boolean first = true;
        for (int i = delimiter > 0 ? delimiter + 1 : 0; i < encoded.length(); ) {
            long delta = 0;
            long weight = 1;
            for (int place = BASE; ; place += BASE) {
                OptionalInt digit = i < encoded.length() ? digitAt(encoded, i++) : OptionalInt.empty();
                if (digit.isEmpty()) {
                    return null;
                }
                delta += digit.getAsInt() * weight;
                int threshold = threshold(place, bias);
                if (digit.getAsInt() < threshold) {
                    break;
                }
                weight *= BASE - threshold;
                if (delta > Integer.MAX_VALUE || weight > Integer.MAX_VALUE) {
                    return null;
                }
            }
            length++;
            long at = index + delta;
            bias = adapted(delta, length, first);
            first = false;
            long codePoint = next + at / length;
            if (codePoint > Character.MAX_CODE_POINT || isSurrogate(codePoint)) {
                return null;
            }
            next = (int) codePoint;
            index = (int) (at % length);
            decoded.insert(decoded.offsetByCodePoints(0, index), Character.toChars(next));
            index++;
        }
        return decoded.toString();
    }

    private static boolean isSurrogate(long codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private static int threshold(int place, int bias) {
        return Math.max(MIN_THRESHOLD, Math.min(MAX_THRESHOLD, place - bias));
    }

    private static int adapted(long delta, int handled, boolean first) {
        long rest = first ? delta / DAMP : delta / 2;
        rest += rest / handled;
        int bias = 0;
        while (rest > (BASE - MIN_THRESHOLD) * MAX_THRESHOLD / 2) {
            rest /= BASE - MIN_THRESHOLD;
            bias += BASE;
        }
        return bias + (int) ((BASE - MIN_THRESHOLD + 1) * rest / (rest + SKEW));
    }

    private static char digit(int value) {
        return (char) (value < 26 ? 'a' + value : '0' + value - 26);
    }

    private static OptionalInt digitAt(String text, int place) {
        char c = text.charAt(place);
        if (c >= 'a' && c <= 'z') {
            return OptionalInt.of(c - 'a');
        }
        if (c >= 'A' && c <= 'Z') {
            return OptionalInt.of(c - 'A');
        }
        return c >= '0' && c <= '9' ? OptionalInt.of(c - '0' + 26) : OptionalInt.empty();
    }
}
