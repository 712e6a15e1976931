package dev.trunkline.demo;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoundServerTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void aRestartThatFailsSaysWhyAndIsTriedAgain() throws IOException {
        Path own = Files.createDirectory(EmbeddedServers.redisDirectory(directory));
        RedisProcess redis = new RedisProcess(own, FreePort.find());
        redis.start();
        try {
            FoundServer found = FoundServer.redis(directory);
            assertTrue(found.stop());
            assertFalse(found.stop(), "It is away already");
            String settings = Files.readString(RedisProcess.settings(own));
            Files.writeString(RedisProcess.settings(own), "port none");
            assertSaysWhy(assertThrows(IOException.class, found::start));
            assertSaysWhy(assertThrows(IOException.class, found::stop));

            Files.writeString(RedisProcess.settings(own), settings);
            assertTrue(found.stop(), "It has come back before");
            found.start();
            assertTrue(redis.isRunning());
        } finally {
            redis.stop();
        }
    }

    private static void assertSaysWhy(IOException failure) {
        String message = String.valueOf(failure.getMessage());
        assertTrue(message.startsWith("redis-server does not start again: "), message);
        assertTrue(message.contains("port none"), message);
    }
}
