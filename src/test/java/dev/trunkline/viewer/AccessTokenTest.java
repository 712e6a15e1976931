package dev.trunkline.viewer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessTokenTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            -              | -   | -     | -
            ''             | ''  | ''    | -
            Bearer a       | -   | -     | a
            bearer a       | -   | -     | a
            BeArEr a       | -   | -     | a
            'Bearer  a '   | -   | -     | a
            'a'            | -   | -     | a
            Bearera        | -   | -     | Bearera
            Basic a        | b   | c     | Basic a
            Bearer         | b   | c     | b
            'Bearer  '     | b   | c     | b
            ' '            | b   | c     | b
            -              | b   | c     | b
            -              | ''  | c     | c
            -              | -   | c, d  | c
            -              | -   | ' c ' | c
            -              | -   | ', d' | d
            -              | -   | ' , ' | -
            Bearer a       | b   | c     | a
            """)
    void theFirstTokenThatIsNotEmptyCounts(String header, String parameter, String subprotocols, String token) {
        assertEquals(Optional.ofNullable(token), AccessToken.find(header, parameter, subprotocols));
    }
}
