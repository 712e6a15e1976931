package dev.trunkline.systemd;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.trunkline.harness.NeedsTool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Datagrams to Unix sockets. */
@NeedsTool("python3")
@SuppressWarnings("NullAway.Init")
class NotifySocketTest {

    @TempDir
    private Path folder;

    @Test
    void datagramsArriveByPath() throws Exception {
        arrive(folder.resolve("notify").toString());
    }

    @Test
    void datagramsArriveByAbstractName() throws Exception {
        arrive("@" + folder);
    }

    private void arrive(String socket) throws Exception {
        try (DatagramReceiver receiver = new DatagramReceiver(socket, folder)) {
            NotifySocket.send(socket, "READY=1");
            NotifySocket.send(socket, "STOPPING=1");
            await().until(() -> receiver.received().equals(List.of("READY=1", "STOPPING=1")));
        }
    }

    @Test
    void aSocketThatThereIsNotIsAFailure() {
        assertThrows(
                IOException.class,
                () -> NotifySocket.send(folder.resolve("nobody").toString(), "READY=1"));
    }
}
