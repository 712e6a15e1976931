package dev.trunkline.demo;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Embedded servers end with their process, however it ends. */
class GuardTest {

    @Test
    void serversEndWithAKilledProcess() throws IOException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
            List<Long> pids = List.of(pid(out), pid(out), pid(out));
            Path directory = Path.of(line(out));
            assertTrue(pids.stream().allMatch(GuardTest::alive), "all run");

            child.destroyForcibly();

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> pids.stream().noneMatch(GuardTest::alive) && !Files.exists(directory));
        } finally {
            child.destroyForcibly();
        }
    }

    private static long pid(BufferedReader out) throws IOException {
        return Long.parseLong(line(out));
    }

    private static String line(BufferedReader out) throws IOException {
        String line = out.readLine();
        while (line != null && !line.startsWith("> ")) {
            line = out.readLine();
        }
        if (line == null) {
            throw new IOException("The child ended before it had started the servers");
        }
        return line.substring(2);
    }

    private static boolean alive(long pid) {
        return ProcessHandle.of(pid)
                .filter(process -> process.info().command().isPresent())
                .isPresent();
    }

    /** The process that is killed. */
    static final class Child {

        private Child() {}

        public static void main(String[] args) throws IOException, InterruptedException {
            EmbeddedServers servers = EmbeddedServers.start();
            System.out.println("> " + servers.redis().pid());
            System.out.println("> " + servers.postgres().pid());
            System.out.println("> " + servers.guardPid());
            System.out.println("> " + servers.directory());
            Thread.currentThread().join();
        }
    }
}
