package dev.trunkline.event;

import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/**
 * Random JSON messages as a publisher could spell them: every escape, white space, duplicates, nesting, huge numbers.
 *
 * <p>They are written from a random source instead of being combined from arbitraries, because nested arbitraries are a
 * thousand times slower.
 */
final class Messages {
    private static final String[] NAMES = {
        "\"update\"",
        "\"delete\"",
        "\"filters_changed\"",
        "\"upd\\u0061te\"",
        "\"x y\"",
        "\"漢 \\ud800\"",
        "\"\"",
        "\"\\n\"",
        "1"
    };
    private static final String[] EVENT_KEYS = {"\"event\"", "\"event\"", "\"\\u0065vent\"", "\"even\\u0074\""};
    private static final String[] PAYLOAD_KEYS = {"\"payload\"", "\"payload\"", "\"pay\\u006Coad\"", "\"p\\u0061yload\""
    };
    private static final String[] LITERALS = {"true", "false", "null"};
    private static final String[] WHOLES = {"0", "7", "10", "9007199254740993", "123456789012345678901234567890"};
    private static final String[] FRACTIONS = {"", "", ".0", ".25", ".000000000000000000000000000001"};
    private static final String[] EXPONENTS = {"", "", "e5", "E+400", "e-400", "E0"};
    private static final String[] SPACES = {" ", "\n", "\r\n\t", "  "};
    private static final String[] TEXTS = {
        "a",
        "event",
        "1234567",
        "12345678",
        " ",
        "  ",
        "{}[],:",
        "é",
        "हिन्दी",
        "日本語",
        "😀",
        "\u007f",
        "\u2028",
        "\ufeff",
        "\\\"",
        "\\\\",
        "\\/",
        "\\b",
        "\\f",
        "\\n",
        "\\r",
        "\\t",
        "\\u0000",
        "\\u00e9",
        "\\uABcd",
        "\\ud83d\\ude00",
        "\\ud83d",
        "\\ude00"
    };

    private final StringBuilder json = new StringBuilder();
    private final Random random;
    private final boolean spacious;

    /** With that many open brackets, only scalars follow; {@link #deep} does not count. */
    private final int deepest;

    private Messages(Random random) {
        this.random = random;
        this.spacious = random.nextBoolean();
        this.deepest = random.nextInt(5);
    }

    static Arbitrary<String> messages() {
        return Arbitraries.randomValue(random -> new Messages(random).message());
    }

    private String message() {
        space();
        switch (random.nextInt(8)) {
            case 0 -> value(0);
            case 1, 2, 3 -> {
                token("{");
                member("\"event\"", pick(NAMES));
                token(",");
                payload();
                token("}");
            }
            default -> {
                token("{");
                for (int members = random.nextInt(6); members > 0; members--) {
                    member();
                    token(members == 1 ? "" : ",");
                }
                token("}");
            }
        }
        return json.toString();
    }

    private void member() {
        switch (random.nextInt(6)) {
            case 0, 1 -> member(pick(EVENT_KEYS), pick(NAMES));
            case 2, 3 -> payload();
            case 4 -> member(pick(EVENT_KEYS), number());
            default -> member(string(), string());
        }
    }

    private void member(String key, String scalar) {
        token(key);
        token(":");
        token(scalar);
    }

    private void payload() {
        token(pick(PAYLOAD_KEYS));
        token(":");
        value(0);
    }

    private void value(int depth) {
        switch (random.nextInt(depth < deepest ? 7 : 4)) {
            case 0, 1 -> token(string());
            case 2 -> token(number());
            case 3 -> token(pick(LITERALS));
            case 4 -> {
                token("[");
                for (int elements = random.nextInt(5); elements > 0; elements--) {
                    value(depth + 1);
                    token(elements == 1 ? "" : ",");
                }
                token("]");
            }
            case 5 -> {
                token("{");
                for (int members = random.nextInt(5); members > 0; members--) {
                    token(string());
                    token(":");
                    value(depth + 1);
                    token(members == 1 ? "" : ",");
                }
                token("}");
            }
            default -> deep();
        }
    }

    /** A value in many brackets: fewer or more than the 64 that fill a word of {@link Nesting}. */
    private void deep() {
        StringBuilder closing = new StringBuilder();
        for (int depth = random.nextInt(200); depth > 0; depth--) {
            boolean object = random.nextBoolean();
            token(object ? "{" : "[");
            if (object) {
                token(string());
                token(":");
            }
            closing.append(object ? "}" : "]");
        }
        value(deepest);
        closing.reverse().chars().forEach(bracket -> token(Character.toString(bracket)));
    }

    private String number() {
        return (random.nextBoolean() ? "-" : "") + pick(WHOLES) + pick(FRACTIONS) + pick(EXPONENTS);
    }

    private String string() {
        StringBuilder string = new StringBuilder("\"");
        for (int parts = random.nextInt(6); parts > 0; parts--) {
            string.append(pick(TEXTS));
        }
        return string.append('"').toString();
    }

    private void token(String token) {
        json.append(token);
        space();
    }

    private void space() {
        if (spacious && random.nextInt(3) == 0) {
            json.append(pick(SPACES));
        }
    }

    private String pick(String[] choices) {
        return choices[random.nextInt(choices.length)];
    }
}
