package dev.trunkline.database;

/** Writes values as SQL text for {@link Database#query(Priority, String)}. No value can change the meaning of the SQL around it. */
public final class Literal {

    /** Replaces characters that PostgreSQL's text cannot hold, so that the value equals no row's. */
    private static final char REPLACEMENT = '\uFFFD';

    private Literal() {}

    /** An array of {@code bigint}. */
    public static String of(long[] numbers) {
        StringBuilder literal = new StringBuilder(20 * numbers.length + 12).append("'{");
        for (int i = 0; i < numbers.length; i++) {
            if (i > 0) {
                literal.append(',');
            }
            literal.append(numbers[i]);
        }
        return literal.append("}'::bigint[]").toString();
    }

    /** A {@code text}. ASCII letters, digits, dot and hyphen are written as they are, all other characters by number. */
    public static String of(String text) {
        StringBuilder literal = new StringBuilder(text.length() + 8).append("E'");
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (isPlain(character)) {
                literal.append(character);
            } else if (Character.isHighSurrogate(character)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                escape(literal, character);
                i++;
                escape(literal, text.charAt(i));
            } else {
                escape(literal, character == 0 || Character.isSurrogate(character) ? REPLACEMENT : character);
            }
        }
        return literal.append("'::text").toString();
    }

    private static boolean isPlain(char character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9')
                || character == '.'
                || character == '-';
    }

    private static void escape(StringBuilder literal, char character) {
        literal.append(String.format("\\u%04x", (int) character));
    }
}
