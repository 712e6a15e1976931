package dev.trunkline.database;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LiteralTest {

    @Test
    void numbersBecomeAnArray() {
        assertEquals("'{}'::bigint[]", Literal.of(new long[0]));
        assertEquals("'{1,-9223372036854775808}'::bigint[]", Literal.of(new long[] {1, Long.MIN_VALUE}));
    }

    @Test
    void textsStayTexts() {
        assertEquals("E'a-Z.9'::text", Literal.of("a-Z.9"));
        assertEquals("E''::text", Literal.of(""));
        assertEquals("E'\\u0027\\u003b\\u0020\\u005c\\u0022\\u0024\\u000a\\u00fc'::text", Literal.of("'; \\\"$\nü"));
        assertEquals("E'\\ud83d\\ude00'::text", Literal.of("\uD83D\uDE00"));
    }

    @Test
    void charactersThatPostgresCannotHoldAreReplaced() {
        assertEquals("E'\\ufffd\\ufffdx\\ufffd'::text", Literal.of("\0\uD83Dx\uDE00"));
    }
}
