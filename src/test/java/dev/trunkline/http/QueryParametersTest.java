package dev.trunkline.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryParametersTest {

    @ParameterizedTest
    @CsvSource(delimiter = ' ', nullValues = "-", textBlock = """
            /a -
            /a? -
            /a?tag -
            /a?b=1 -
            /a?tag= ''
            /a?tag=1 1
            /a?tag=1&tag=2 1
            /a?tag=&tag=2 ''
            /a?b=1&tag=2 2
            /a?TAG=1 -
            /a?t%61g=1 1
            /a?tag=%23x #x
            /a?tag=%E6%97%A5 日
            /a?tag=a%2Bb a+b
            /a?tag=a=b a=b
            /a?tag=a;b a;b
            /a?tag=a?b a?b
            /tag=1?b=2 -
            http://host/a?tag=1 1
            """)
    void theFirstValueCounts(String target, String value) {
        // A name without a value has an empty value.
        String expected = target.endsWith("?tag") ? "" : value;
        assertEquals(expected, QueryParameters.of(target).first("tag"));
    }

    @Test
    void thePlaceDoesNotMatter() {
        assertEquals(
                "1", QueryParameters.of("/a?" + "b&".repeat(2_000) + "tag=1").first("tag"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a?tag=a+b", "/a?tag=a%20b"})
    void aPlusIsASpace(String target) {
        assertEquals("a b", QueryParameters.of(target).first("tag"));
    }
}
