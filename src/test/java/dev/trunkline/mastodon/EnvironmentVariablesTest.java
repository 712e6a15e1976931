package dev.trunkline.mastodon;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process's variables in a process whose locale knows ASCII only, where the JVM loses the rest. */
class EnvironmentVariablesTest {

    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void forget() {
        ProcessVariables.use(System.getenv());
    }

    /** What the kernel shows of these variables, in this encoding of the last one. */
    private Path environ(String text, byte[] last) throws IOException {
        Path file = folder.resolve("environ");
        Files.write(file, text.getBytes(UTF_8));
        Files.write(file, last, StandardOpenOption.APPEND);
        return file;
    }

    @Test
    void theBytesAreReadAsUtf8() throws IOException {
        Map<String, String> decoded = Map.of(
                "DB_PASS",
                "p\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDss",
                "PORT",
                "4000",
                "A",
                "",
                "B",
                "\uFFFD\uFFFD=\uFFFD\uFFFD");
        EnvironmentVariables read = EnvironmentVariables.ofProcess(
                decoded,
                environ("PORT=1\0DB_PASS=pä€ss\0A=\0GONE=ä\0no equals sign ä\0=ä\0", "B=ä=ä\0".getBytes(UTF_8)));
        assertEquals(Map.of("DB_PASS", "pä€ss", "PORT", "4000", "A", "", "B", "ä=ä"), read.values());
        assertEquals(Set.of(), read.unreadable());
    }

    @Test
    void aValueInAnotherEncodingIsNamed() throws IOException {
        EnvironmentVariables read = EnvironmentVariables.ofProcess(
                Map.of("DB_USER", "\uFFFD\uFFFD", "DB_PASS", "p\uFFFDss"),
                environ("DB_USER=ä\0", "DB_PASS=päss\0".getBytes(ISO_8859_1)));
        assertEquals(Set.of("DB_PASS"), read.unreadable());
        Translation translation = Translation.of(read);
        assertEquals(List.of("DB_PASS: the value is not UTF-8"), translation.faults());
    }

    @Test
    void onlyValuesThatCountAreNamed() throws IOException {
        Map<String, String> decoded = new HashMap<>(Map.of("DB_PASS", "\uFFFD", "DATABASE_URL", "postgres://u:p@h/m"));
        Path environ = environ("", "DB_PASS=ä\0".getBytes(ISO_8859_1));
        assertEquals(
                List.of(),
                Translation.of(EnvironmentVariables.ofProcess(decoded, environ)).faults(),
                "the URL has a password");
    }

    @Test
    void withoutTheBytesWhatTheJvmHasLostIsNamed() {
        EnvironmentVariables read =
                EnvironmentVariables.ofProcess(Map.of("DB_PASS", "p\uFFFDss", "DB_USER", "m"), folder.resolve("none"));
        assertEquals(Set.of("DB_PASS"), read.unreadable());
        assertEquals("m", read.values().get("DB_USER"));
    }

    @Test
    void thisProcessHasItsVariables() {
        assertEquals(
                System.getenv().keySet(),
                EnvironmentVariables.ofProcess().values().keySet());
    }

    /** Quarkus reads such variables by itself, as the JVM has decoded them. */
    @Test
    void variablesOfQuarkusAreCorrected() {
        ProcessVariables source = new ProcessVariables();
        ProcessVariables.use(System.getenv());
        assertNull(source.getValue("quarkus.datasource.password"));
        MastodonConfigSource.use(Translation.of(Map.of("QUARKUS_DATASOURCE_PASSWORD", "pä€ss")));
        assertEquals("pä€ss", source.getValue("quarkus.datasource.password"));
        assertEquals(301, source.getOrdinal(), "between variables and system properties");
    }
}
