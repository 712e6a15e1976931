package dev.trunkline.systemd;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.NeedsTool;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What systemd gets of a process that it has started: notifications, and a log with priorities. */
@WireTest
@NeedsTool("python3")
class ServiceManagerIT {

    private final Mastodon mastodon;

    ServiceManagerIT(Mastodon mastodon) {
        this.mastodon = mastodon;
    }

    @Test
    void itIsToldOfTheStartAndOfTheDrainAndReadsPriorities(@TempDir Path folder) throws Exception {
        String socket = folder.resolve("notify").toString();
        try (DatagramReceiver receiver = new DatagramReceiver(socket, folder)) {
            Trunkline trunkline = Trunkline.startUnderSystemd(mastodon, socket);
            try (trunkline) {
                await().until(() -> receiver.received().equals(List.of("READY=1")));
            }
            await().until(() -> receiver.received().equals(List.of("READY=1", "STOPPING=1")));
            List<String> lines = trunkline.log().lines().toList();
            assertTrue(lines.stream().anyMatch(line -> line.startsWith("<6>") && line.contains("Listening on")));
            assertEquals(
                    List.of(),
                    lines.stream().filter(line -> !line.matches("<[2-7]>.*")).toList());
        }
    }
}
