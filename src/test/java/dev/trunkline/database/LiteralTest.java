package dev.trunkline.database;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class LiteralTest {

    @Test
    void numbersAreAnArray() {
        assertEquals("'{}'::bigint[]", Literal.of(new long[0]));
        assertEquals("'{1,-9223372036854775808}'::bigint[]", Literal.of(new long[] {1, Long.MIN_VALUE}));
    }

    @Test
    void textsStayTexts() {
        assertEquals("ARRAY[E'a-Z.9',E'']::text[]", Literal.of(List.of("a-Z.9", "")));
        assertEquals(
                "ARRAY[E'\\u0027\\u003b\\u0020\\u005c\\u0022\\u0024\\u000a\\u00fc']::text[]",
                Literal.of(List.of("'; \\\"$\nü")));
        assertEquals("ARRAY[E'\\ud83d\\ude00']::text[]", Literal.of(List.of("\uD83D\uDE00")));
    }

    @Test
    void whatPostgresCannotHoldIsReplaced() {
        assertEquals("ARRAY[E'\\ufffd\\ufffdx\\ufffd']::text[]", Literal.of(List.of("\0\uD83Dx\uDE00")));
    }
}
