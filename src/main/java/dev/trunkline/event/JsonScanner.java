package dev.trunkline.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Finds the ends of JSON values and checks them against RFC 8259: one pass, no recursion, no objects.
 *
 * <p>Each method takes a place in the text and returns the place after the element that it is named for, or
 * {@link #MALFORMED}. The end of the text is a valid argument.
 *
 * <p>Strings need not be valid UTF-8: bytes from 0x80 on are never structure, and only these are repaired later (see
 * {@link Utf8}).
 */
final class JsonScanner {
    static final int MALFORMED = -1;

    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EVERY_BYTE = 0x0101010101010101L;
    private static final long TOP_BITS = 0x8080808080808080L;

    private final byte[] text;
    private final Nesting nesting = new Nesting();
    private int spaces;

    JsonScanner(byte[] text) {
        this.text = text;
    }

    /** The number of bytes of white space passed so far. */
    int spaces() {
        return spaces;
    }

    /** The byte at a place; at the end 0, which JSON does not contain. */
    byte at(int place) {
        return place < text.length ? text[place] : 0;
    }

    /** Passes white space, if any. A byte order mark is not white space. */
    int space(int from) {
        int place = from;
        while (isSpace(at(place))) {
            place++;
        }
        spaces += place - from;
        return place;
    }

    static boolean isSpace(byte b) {
        return b <= ' ' && (b == ' ' || b == '\n' || b == '\r' || b == '\t');
    }

    /** A value of any kind, without white space before it. */
    int value(int from) {
        int place = from;
        while (true) {
            byte first = at(place);
            if (first == '{') {
                nesting.open(true);
                place = space(place + 1);
                if (at(place) != '}') {
                    place = key(place);
                    if (place == MALFORMED) {
                        return MALFORMED;
                    }
                    continue;
                }
            } else if (first == '[') {
                nesting.open(false);
                place = space(place + 1);
                if (at(place) != ']') {
                    continue;
                }
            } else {
                place = scalar(place);
                if (place == MALFORMED) {
                    return MALFORMED;
                }
            }
            place = next(place);
            if (place == MALFORMED || nesting.depth() == 0) {
                return place;
            }
        }
    }

    /** From the end of a value, or from the bracket that closes an empty one, to the next value or behind the outermost. */
    private int next(int from) {
        int place = from;
        while (nesting.depth() > 0) {
            boolean object = nesting.inObject();
            place = space(place);
            byte b = at(place++);
            if (b == ',') {
                place = space(place);
                return object ? key(place) : place;
            }
            if (b != (object ? '}' : ']')) {
                return MALFORMED;
            }
            nesting.close();
        }
        return place;
    }

    /** An object's key with the colon and the white space around it: returns the place of the value. */
    private int key(int from) {
        int place = string(from);
        return place == MALFORMED ? MALFORMED : colon(place);
    }

    /** The colon after a key and the white space around it: returns the place of the value. */
    int colon(int from) {
        int place = space(from);
        return at(place) == ':' ? space(place + 1) : MALFORMED;
    }

    private int scalar(int from) {
        return switch (at(from)) {
            case '"' -> string(from);
            case 't' -> literal(from, TRUE);
            case 'f' -> literal(from, FALSE);
            case 'n' -> literal(from, NULL);
            default -> number(from);
        };
    }

    private int literal(int from, byte[] letters) {
        int to = from + letters.length;
        return to <= text.length && Arrays.equals(text, from, to, letters, 0, letters.length) ? to : MALFORMED;
    }

    private int number(int from) {
        int place = at(from) == '-' ? from + 1 : from;
        // No digit may follow a leading zero: the next step does not accept one.
        place = at(place) == '0' ? place + 1 : digits(place);
        if (place != MALFORMED && at(place) == '.') {
            place = digits(place + 1);
        }
        if (place != MALFORMED && (at(place) | 0x20) == 'e') {
            byte sign = at(place + 1);
            place = digits(sign == '+' || sign == '-' ? place + 2 : place + 1);
        }
        return place;
    }

    private int digits(int from) {
        int place = from;
        while (at(place) >= '0' && at(place) <= '9') {
            place++;
        }
        return place == from ? MALFORMED : place;
    }

    /** A string with its quotes. */
    int string(int from) {
        if (at(from) != '"') {
            return MALFORMED;
        }
        int place = plain(from + 1);
        while (at(place) == '\\') {
            place = escape(place + 1);
            if (place == MALFORMED) {
                return MALFORMED;
            }
            place = plain(place);
        }
        return at(place) == '"' ? place + 1 : MALFORMED;
    }

    /** Characters of a string that stand for themselves: up to a quote, a backslash, a control character or the end. */
    private int plain(int from) {
        int place = from;
        // Eight bytes at a time. The top bit of a byte in `special` is set where such a character is. A borrow can set
        // it wrongly above the first one, never below, and only the first one counts.
        for (int last = text.length - Long.BYTES; place <= last; place += Long.BYTES) {
            long word = (long) LONGS.get(text, place);
            // XOR with 2 makes '"' the 33rd smallest byte, next to the 32 control characters.
            long quoteOrControl = (word ^ 0x02 * EVERY_BYTE) - 0x21 * EVERY_BYTE;
            long backslash = (word ^ '\\' * EVERY_BYTE) - EVERY_BYTE;
            long special = (quoteOrControl | backslash) & ~word & TOP_BITS;
            if (special != 0) {
                return place + (Long.numberOfTrailingZeros(special) >>> 3);
            }
        }
        while (place < text.length && isPlain(text[place])) {
            place++;
        }
        return place;
    }

    private static boolean isPlain(byte b) {
        return b < 0 || (b >= ' ' && b != '"' && b != '\\');
    }

    /** The part of an escape after the backslash. */
    private int escape(int from) {
        return switch (at(from)) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> from + 1;
            case 'u' -> isHex(from + 1) && isHex(from + 2) && isHex(from + 3) && isHex(from + 4) ? from + 5 : MALFORMED;
            default -> MALFORMED;
        };
    }

    private boolean isHex(int place) {
        return Character.digit(at(place) & 0xff, 16) >= 0;
    }
}
