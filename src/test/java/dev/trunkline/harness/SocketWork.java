package dev.trunkline.harness;

import java.io.IOException;

/** What a server of the tests does with a socket, in a thread of its own, until the socket is closed by either side. */
@FunctionalInterface
interface SocketWork {

    void run() throws IOException;

    static void start(SocketWork work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException closed) {
                // By either side, or by the server's close().
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
