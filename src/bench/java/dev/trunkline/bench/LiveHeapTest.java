package dev.trunkline.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LiveHeapTest {

    @Test
    void readsTheLastLine() throws IOException {
        assertEquals(17_654_321, LiveHeap.total("""
                        4242:
                         num     #instances         #bytes  class name (module)
                           1:         12345        1234567  [B (java.base@25)
                        Total        223344       17654321
                        """));
        assertThrows(IOException.class, () -> LiveHeap.total("java.io.IOException: No such process"));
    }

    /** A process that waits for its input to end. */
    static final class Idle {

        private Idle() {}

        public static void main(String[] unused) throws IOException {
            System.in.read();
        }
    }

    /** Not of this process: a JVM stands still while it writes its histogram, and could not read it then. */
    @Test
    void seesObjectsOfAProcess() throws IOException, InterruptedException, URISyntaxException {
        Path classes = Path.of(
                Idle.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process = new ProcessBuilder(java.toString(), "-cp", classes.toString(), Idle.class.getName()).start();
        try {
            OptionalDouble live = LiveHeap.bytes(OptionalLong.of(process.pid()));
            assertTrue(live.isEmpty() || live.getAsDouble() > 100_000, live::toString);
        } finally {
            process.destroy();
        }
        assertEquals(OptionalDouble.empty(), LiveHeap.bytes(OptionalLong.empty()));
    }
}
