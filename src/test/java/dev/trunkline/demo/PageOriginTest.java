package dev.trunkline.demo;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageOriginTest {

    @Test
    void aProgramTellsNone() {
        assertTrue(PageOrigin.isTrusted(null, "localhost:4000"));
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:4000, localhost:4000",
        "http://127.0.0.1:4000, 127.0.0.1:4000",
        "http://[::1]:4000, [::1]:4000",
        "http://client.localhost:8080, localhost:4000",
        "http://localhost:8080, localhost:4000",
        "http://192.0.2.7:4000, 192.0.2.7:4000",
        "https://demo.example, demo.example"
    })
    void pagesOfThisMachineAndTheDemosOwnAreTrusted(String origin, String authority) {
        assertTrue(PageOrigin.isTrusted(origin, authority));
    }

    @ParameterizedTest
    @CsvSource({
        "https://evil.example, localhost:4000",
        "http://evil.example:4000, evil.example:4000", // A name that has come to mean 127.0.0.1.
        "http://192.0.2.8, localhost:4000",
        "http://192.0.2.7:80, 192.0.2.7:4000",
        "http://localhost.evil.example, localhost:4000",
        "http://notlocalhost, localhost:4000",
        "http://127.0.0.1@evil.example, 127.0.0.1:4000"
    })
    void othersAreNot(String origin, String authority) {
        assertFalse(PageOrigin.isTrusted(origin, authority));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "", "file://", "http://", "http://a b"})
    void whatIsNoPageOfTheWebIsNot(String origin) {
        assertFalse(PageOrigin.isTrusted(origin, "localhost:4000"));
    }
}
