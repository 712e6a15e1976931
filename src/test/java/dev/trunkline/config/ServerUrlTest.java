package dev.trunkline.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerUrlTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            redis://h                      | redis  | -   | -     | h      | 0    | ''
            REDISS://h:6380/3              | rediss | -   | -     | h      | 6380 | 3
            redis://:p%40%2F@h/            | redis  | -   | p@/   | h      | 0    | ''
            redis://u:@my_host:1           | redis  | u   | -     | my_host | 1   | ''
            postgres://u%20v:a:b@[::1]/m%C3%A9 | postgres | u v | a:b | ::1 | 0  | mé
            postgres://u:p@w@h/m           | postgres | u | p@w   | h      | 0    | m
            postgres://%2Fvar%2Frun/m      | postgres | - | -     | /var/run | 0  | m
            unix://u:100%@/run/a.sock      | unix   | u   | 100%  | ''     | 0    | /run/a.sock
            unix:///run/a@1.sock           | unix   | -   | -     | ''     | 0    | /run/a@1.sock
            """)
    void isSplitAndDecoded(
            String text, String scheme, String user, String password, String host, int port, String path) {
        assertEquals(new ServerUrl(scheme, user, password, host, port, path, Map.of()), ServerUrl.parse(text));
    }

    @Test
    void parametersWithAValueAreDecoded() {
        assertEquals(
                Map.of("db", "3", "user", "a&b", "empty", "", "options", "-c a=b+c"),
                ServerUrl.parse("redis://h?db=3&user=a%26b&flag&empty=&=x&options=-c+a=b%2Bc")
                        .query());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "h:secret",
                "redis://u:secret@h:x",
                "redis://u:secret@h:70000",
                "redis://u:12/secret@h",
                "redis://u:12?secret@h",
                "redis://u:12#secret@h",
                "redis://u:secret@[::1"
            })
    void wrongUrlIsNotQuoted(String text) {
        IllegalArgumentException wrong = assertThrows(IllegalArgumentException.class, () -> ServerUrl.parse(text));
        assertFalse(String.valueOf(wrong.getMessage()).contains("secret"), wrong.getMessage());
    }

    @Test
    void escapedTextIsReadBack() {
        String text = "a/b?c#d@e:f%g é€\uD83D\uDE00-._~";
        String encoded = ServerUrl.encode(text);
        assertTrue(encoded.matches("[A-Za-z0-9._~%-]+"), encoded);
        assertEquals(text, ServerUrl.parse("redis://:" + encoded + "@h").password());
    }
}
