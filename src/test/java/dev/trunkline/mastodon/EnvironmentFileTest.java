package dev.trunkline.mastodon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentFileTest {

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            A=b                   | b
            A = b                 | b
            export A=b            | b
            A: b                  | b
            A=b c                 | b c
            A=b # comment         | b
            A=b#comment           | b
            A='b # c'             | b # c
            A="b # c" # comment   | b # c
            A=`b "c" 'd'`         | b "c" 'd'
            A="b\\nc"             | b⏎c
            A='b\\nc'             | b\\nc
            A="b⏎c"               | b⏎c
            A="b\\"c"             | b\\"c
            A=$B${C}              | $B${C}
            A='b' c               | 'b' c
            A='b                  | 'b
            A=it's                | it's
            A=                    | ~~
            A=""                  | ~~
            A=b=c                 | b=c
            #A=x⏎A=b              | b
            A=x⏎A=b               | b
            A=b⏎no variable⏎      | b
            A=b⏎B='x⏎A=c'         | b
            """)
    void linesAreReadAsByDotenv(String text, String value) {
        assertEquals(
                value.replace('⏎', '\n'),
                EnvironmentFile.parse(text.replace('⏎', '\n')).get("A"));
    }

    @Test
    void emptyValueDoesNotTakeTheNextLine() {
        assertEquals(Map.of("A", "", "B", "c"), EnvironmentFile.parse("A=\r\nB=c\r\n"));
    }

    @Test
    void workingDirectoryComesBeforeItsParent() throws IOException {
        Path inner = Files.createDirectory(folder.resolve("live"));
        assertEquals(Optional.empty(), EnvironmentFile.find(inner));
        Path parent = Files.writeString(folder.resolve(".env.production"), "PORT=1");
        assertEquals(Optional.of(parent), EnvironmentFile.find(inner));
        Path here = Files.writeString(inner.resolve(".env.production"), "PORT=2\nBIND=::1\nDB_POOL=\n");
        assertEquals(Optional.of(here), EnvironmentFile.find(inner));

        Translation translation = Translation.of(Map.of("PORT", "3", "BIND", ""), inner);
        assertEquals(List.of(), translation.faults());
        assertEquals(Map.of("quarkus.http.port", "3"), translation.properties(), "the process wins");
    }
}
