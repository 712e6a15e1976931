package dev.trunkline.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.mastodon.Translation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BindProbeTest {

    private static List<String> faults(Map<String, String> variables) {
        return BindProbe.faults(Translation.of(variables));
    }

    private static void assertOne(String begin, List<String> faults) {
        assertEquals(1, faults.size(), faults::toString);
        assertTrue(faults.get(0).startsWith(begin), faults::toString);
    }

    @Test
    void portInUse() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(other.getLocalPort());
            assertOne("PORT: " + port + " is in use", faults(Map.of("PORT", port)));
            // A setting of Quarkus's own may name another port.
            assertEquals(List.of(), faults(Map.of("PORT", port, "QUARKUS_HTTP_PORT", "0")));
        }
        assertEquals(List.of(), faults(Map.of("PORT", "0")));
    }

    @Test
    void unixSocketThatCannotBeBound(@TempDir Path folder) throws IOException {
        assertEquals(
                List.of(),
                faults(Map.of("SOCKET", folder.resolve("a $name.sock").toString())));
        assertOne(
                "SOCKET: there is no folder",
                faults(Map.of("SOCKET", folder.resolve("no/x.sock").toString())));
        Path file = Files.createFile(folder.resolve("file"));
        assertOne("SOCKET: " + file + " is a file of another kind", faults(Map.of("SOCKET", file.toString())));
        assertOne("SOCKET: / is a folder", faults(Map.of("SOCKET", "/")));
    }

    @Test
    void checkBindsNothing() {
        Translation wrong = Translation.of(Map.of("SOCKET", "/no/such/folder/x.sock"));
        assertEquals(List.of(), BindProbe.faults(Check.quieten(wrong)));
    }
}
