package dev.trunkline.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/operations.md quotes from the log and the health path is in the code: an administrator searches for it. */
class QuotedTextsTest {

    private static final Path OPERATIONS = Path.of("docs", "operations.md");

    /** Three words or more; JSON and commands are not quoted from this server's code. */
    private static final Pattern QUOTED = Pattern.compile("`((?!redis-cli)[A-Za-z][^`({]* [^`({]* [^`({]*)`");

    /** The longest part of a text that does not vary. */
    private static String constant(String quoted) {
        return Stream.of(quoted.split("…"))
                .map(String::strip)
                .max(Comparator.comparingInt(String::length))
                .orElseThrow();
    }

    @Test
    void quotedTextsAreInTheCode() throws IOException {
        StringBuilder code = new StringBuilder();
        for (Path file : Pages.texts()) {
            if (file.startsWith(Path.of("src", "main", "java"))) {
                code.append(Pages.read(file).replaceAll("\"\\s*\\+\\s*\"", ""));
            }
        }
        List<String> quoted = QUOTED.matcher(Pages.read(OPERATIONS))
                .results()
                .map(match -> match.group(1))
                .toList();
        assertTrue(quoted.size() > 15, quoted::toString);
        assertEquals(
                List.of(),
                quoted.stream().filter(text -> code.indexOf(constant(text)) < 0).toList());
    }
}
