package dev.trunkline.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The decision records are numbered without gaps or repetitions, and each has its number and its date at the top. */
class DecisionsTest {

    private static final Path FOLDER = Path.of("docs", "decisions");

    @Test
    void recordsAreNumberedAndDated() throws IOException {
        List<Path> records =
                Pages.pages().stream().filter(page -> page.startsWith(FOLDER)).toList();
        for (int number = 1; number <= records.size(); number++) {
            Path file = records.get(number - 1);
            assertEquals(
                    String.format(Locale.ROOT, "%04d", number),
                    file.getFileName().toString().substring(0, 4),
                    records::toString);
            String top = "(?s)# " + number + "\\. [^\\n]+\\n\\n\\d{4}-\\d\\d-\\d\\d\\n\\n.*";
            assertTrue(Pages.read(file).matches(top), file::toString);
        }
        assertTrue(records.size() > 10, records::toString);
    }
}
