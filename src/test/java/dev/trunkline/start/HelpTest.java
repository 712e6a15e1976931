package dev.trunkline.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.mastodon.EnvironmentVariables;
import dev.trunkline.mastodon.Translation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HelpTest {

    @TempDir
    private Path folder = Path.of("");

    private List<String> lines(Map<String, String> variables) {
        return Help.lines(Translation.of(EnvironmentVariables.of(variables), folder));
    }

    @Test
    void saysWhatIsRead() throws IOException {
        Path file =
                Files.writeString(folder.resolve(".env.production"), "REDIS_PASSWORD=secret\nDB_PORT=\nSMTP_PORT=1\n");
        List<String> lines = lines(Map.of("DB_NAME", "m", "HOME", "/root", "TRUNKLINE_OUTBOX_LIMIT", "2M"));
        assertTrue(lines.contains("  environment  " + file + " is read"), lines::toString);
        assertTrue(lines.contains("  Redis        redis://127.0.0.1:6379/0"), lines::toString);
        assertTrue(lines.contains("  PostgreSQL   postgresql://localhost:5432/m"), lines::toString);
        String set = lines.stream()
                .filter(line -> line.startsWith("  set"))
                .findFirst()
                .orElse("");
        assertTrue(set.contains(" DB_NAME, REDIS_PASSWORD, TRUNKLINE_OUTBOX_LIMIT"), set);
        assertFalse(set.contains("HOME") || set.contains("SMTP") || set.contains("DB_PORT"), set);
        assertFalse(lines.toString().contains("secret"), lines::toString);
    }

    @Test
    void namesThePageThePortAndTheFile() {
        String text = String.join(" ", lines(Map.of()));
        for (String named : List.of("docs/configuration.md", "port 4000", ".env.production", "--check", "--version")) {
            assertTrue(text.contains(named), text);
        }
        assertTrue(Files.exists(Path.of("docs", "configuration.md")), "the page is where it says");
    }

    @ParameterizedTest
    @CsvSource({"PORT, 4001, 127.0.0.1:4001", "BIND, '[::1]', [::1]:4000", "SOCKET, /run/t.sock, /run/t.sock"})
    void saysWhatIsBound(String name, String value, String address) {
        List<String> lines = lines(Map.of(name, value));
        assertTrue(lines.contains("  address      " + address), lines::toString);
    }

    @Test
    void saysWhereAFileWasSought() {
        List<String> lines = lines(Map.of());
        assertTrue(
                lines.contains("  environment  no .env.production in " + folder + " or the directory above it"),
                lines::toString);
    }

    @Test
    void valuesThatCannotBeUsedAreTold() {
        List<String> lines = lines(Map.of("PORT", "x"));
        assertEquals(
                1,
                lines.stream()
                        .filter(line -> line.startsWith("  FAULT        PORT: 'x'"))
                        .count(),
                lines::toString);
    }
}
