package dev.trunkline.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreferencesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            -                                            | false
            ''                                           | false
            text/event-stream                            | true
            TEXT/Event-Stream                            | true
            '  text/event-stream  '                      | true
            text/html, text/event-stream                 | true
            'text/html,\ttext/event-stream ,*/*'         | true
            text/event-stream;q=0.1                      | true
            text/event-stream;q=1                        | true
            text/event-stream;charset=utf-8              | true
            text/event-stream ; q=0.001                  | true
            text/html;q=0, text/event-stream             | true
            ,,text/event-stream,,                        | true
            text/event-stream;q=0                        | false
            text/event-stream;q=0.                       | false
            text/event-stream; q=0.0                     | false
            text/event-stream ;Q=0.000                   | false
            text/event-stream;charset=utf-8;q=0          | false
            */*                                          | false
            text/*                                       | false
            text/event-streams                           | false
            atext/event-stream                           | false
            text/event                                   | false
            application/json;profile=text/event-stream   | false
            ;text/event-stream                           | false
            """)
    void aValueIsNamedUnlessItsWeightIsZero(@Nullable String field, boolean named) {
        assertEquals(named, Preferences.name(field, "text/event-stream"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            -                             | false
            ''                            | false
            gzip                          | true
            X-GZip                        | true
            'gzip, deflate, br, zstd'     | true
            br;q=1.0, gzip;q=0.8, *;q=0.1 | true
            *                             | true
            'identity, gzip'              | true
            gzip;q=1.000                  | true
            identity;q=0                  | false
            identity                      | false
            br                            | false
            gzip;q=0                      | false
            gzip;q=0.000, *               | false
            *;q=0                         | false
            gzip;q=0.5, identity          | false
            gzip;q=0.5, *;q=1             | false
            *;q=0.5, identity;q=0.6       | false
            *;q=0.5, identity;q=0.4       | true
            gzipped                       | false
            """)
    void gzipIsTakenIfTheClientLikesItNoLess(@Nullable String field, boolean taken) {
        assertEquals(taken, Preferences.preferGzip(field));
    }
}
