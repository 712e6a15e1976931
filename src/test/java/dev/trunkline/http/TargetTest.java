package dev.trunkline.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

    private static final String NUL = "\0";

    @ParameterizedTest
    @CsvSource(delimiter = ' ', quoteCharacter = '§', textBlock = """
            /a?b=c&d=%20 /a?b=c&d=%20
            /a?b=-._~:/?[]@!$&'()*+,;= /a?b=-._~:/?[]@!$&'()*+,;=
            /a?b=|{}"^`\\<> /a?b=%7C%7B%7D%22%5E%60%5C%3C%3E
            /a?b=% /a?b=%25
            /a?b=%4 /a?b=%254
            /a?b=%zz%41 /a?b=%25zz%41
            /a?b=%%41 /a?b=%25%41
            /a?b=Ã©\u0080 /a?b=%C3%A9%80
            /%zz{Ã©?b /%25zz%7B%C3%A9?b
            http://[::1]:4000/a?b=| http://[::1]:4000/a?b=%7C
            /a?b=c#d /a?b=c
            /a?b=c#d#e /a?b=c
            nothing nothing
            * *
            """)
    void whatAUriMustNotContainStandsForItself(String sent, String target) {
        assertEquals(Optional.of(target), of(sent, false));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ' ', textBlock = """
            /API/v1/Streaming/HEALTH /api/v1/streaming/health
            /api/v1/streaming/health/?a=b /api/v1/streaming/health?a=b
            /Metrics/ /metrics
            /FAVICON.ico /favicon.ico
            /metrics// /metrics//
            /metrics/x /metrics/x
            /api/v1/streaming/User /api/v1/streaming/User
            /api/v1/streaming/user/ /api/v1/streaming/user/
            """)
    void theSpellingOfSomePathsDoesNotMatter(String sent, String target) {
        assertEquals(Optional.of(target), of(sent, false));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ' ', textBlock = """
            / /api/v1/streaming
            /?stream=user /api/v1/streaming?stream=user
            //?stream=user /api/v1/streaming?stream=user
            /api/v1/streaming/user?stream=a|b /api/v1/streaming?stream=a%7Cb
            /metrics /api/v1/streaming
            /{}?a?b /api/v1/streaming?a?b
            http://host?a=b /api/v1/streaming?a=b
            * /api/v1/streaming
            """)
    void everyPathIsTheSocketsForAHandshake(String sent, String target) {
        assertEquals(Optional.of(target), of(sent, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a?b=^",
                "/^",
                "/a?b=\u007f",
                "/a?\u001b",
                "/../a",
                "/a/.#",
                "/a/..#b?c",
                "/a#d?b=c",
                "//",
                "http://h?x=/a",
                "http://h#/a"
            })
    void isRefused(String sent) {
        assertEquals(Optional.empty(), of(sent.replace("^", NUL), false));
    }

    @Test
    void noHandshakeOpensOnADotSegment() {
        assertEquals(Optional.empty(), of("/a/../b?stream=user", true));
    }

    private static Optional<String> of(String uri, boolean handshake) {
        int query = uri.indexOf('?');
        return Target.of(uri, query < 0 ? uri : uri.substring(0, query), handshake);
    }
}
