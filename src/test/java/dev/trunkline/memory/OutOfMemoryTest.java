package dev.trunkline.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What counts as running out of memory. In unit tests the error is thrown instead of ending the process. */
class OutOfMemoryTest {

    private final OutOfMemoryError error = new OutOfMemoryError("Cannot reserve 4194304 bytes of direct buffer memory");

    private void ends(Throwable failure) {
        assertSame(error, assertThrows(OutOfMemoryError.class, () -> OutOfMemory.endIf(failure)));
    }

    @Test
    void theErrorItselfOrOneBehindAFailureEndsTheProcess() {
        ends(error);
        ends(new IllegalStateException(new IOException(error)));
        IllegalStateException other = new IllegalStateException();
        other.addSuppressed(error);
        ends(new IOException(other));
    }

    @Test
    void otherFailuresDoNot() {
        OutOfMemory.endIf(null);
        OutOfMemory.endIf(new IllegalStateException(new StackOverflowError()));
        IOException circle = new IOException();
        circle.initCause(new IllegalStateException(circle));
        OutOfMemory.endIf(circle);
    }

    @Test
    void whatIsLoggedWithTheErrorEndsTheProcess() {
        LogRecord entry = new LogRecord(Level.WARNING, "A task raised an exception");
        entry.setThrown(new IllegalStateException(error));
        assertThrows(OutOfMemoryError.class, () -> new OutOfMemoryWatch().publish(entry));
    }

    /** The demo is not part of the server. */
    @Test
    void noCodeCatchesErrorsAndGoesOn() throws IOException {
        Pattern catching =
                Pattern.compile("catch \\([^)]*\\b(Throwable|Error|VirtualMachineError|OutOfMemoryError)\\b");
        Path sources = Path.of("src", "main", "java", "dev", "trunkline");
        Map<String, Long> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java"))
                    .filter(path -> !path.startsWith(sources.resolve("demo")))
                    .toList()) {
                long times = catching.matcher(Files.readString(file)).results().count();
                if (times > 0) {
                    found.put(sources.relativize(file).toString(), times);
                }
            }
        }
        assertEquals(Map.of(), found);
    }
}
