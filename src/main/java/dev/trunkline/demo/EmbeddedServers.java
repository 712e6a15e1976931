package dev.trunkline.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A Redis and a PostgreSQL of our own, on free ports of loopback and in a fresh temporary directory, gone when this process
 * ends in whatever way ({@link Guard}). Knows nothing of Quarkus: dev mode and tests start it alike.
 */
public final class EmbeddedServers implements AutoCloseable {

    private final Path directory;
    private final GuardProcess guard;
    private final RedisProcess redis;
    private final PostgresProcess postgres;

    private EmbeddedServers(Path directory, GuardProcess guard, RedisProcess redis, PostgresProcess postgres) {
        this.directory = directory;
        this.guard = guard;
        this.redis = redis;
        this.postgres = postgres;
    }

    /** Starts both at the same time, and returns when both answer. The database is empty: see {@link Schema}. */
    public static EmbeddedServers start() throws IOException {
        Path directory = Files.createTempDirectory("trunkline-");
        Path redisDirectory = Files.createDirectory(directory.resolve("redis"));
        Path postgresDirectory = Files.createDirectory(directory.resolve("postgres"));
        GuardProcess guard = GuardProcess.start(
                directory,
                List.of(
                        RedisProcess.EXECUTABLE,
                        RedisProcess.pidFile(redisDirectory).toString(),
                        PostgresProcess.EXECUTABLE,
                        PostgresProcess.pidFile(postgresDirectory).toString()));
        try {
            RedisProcess redis = new RedisProcess(redisDirectory, FreePort.find());
            PostgresProcess postgres = new PostgresProcess(postgresDirectory, FreePort.find());
            EmbeddedServers servers = new EmbeddedServers(directory, guard, redis, postgres);
            servers.startBoth();
            return servers;
        } catch (IOException | RuntimeException e) {
            release(guard);
            throw e;
        }
    }

    private void startBoth() throws IOException {
        CompletableFuture<Void> postgresStart = CompletableFuture.runAsync(() -> start(postgres));
        try {
            redis.start();
        } finally {
            // Also where Redis fails: the guard must not be released while a server may still come up.
            postgresStart.handle((done, failure) -> failure).join();
        }
        try {
            postgresStart.join();
        } catch (CompletionException e) {
            throw new IOException("PostgreSQL did not start", e.getCause());
        }
    }

    private static void start(ServerProcess server) {
        try {
            server.start();
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private static void release(GuardProcess guard) throws IOException {
        try {
            guard.release();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public RedisProcess redis() {
        return redis;
    }

    public PostgresProcess postgres() {
        return postgres;
    }

    /** Where both keep their files; gone after {@link #stop()}. */
    public Path directory() {
        return directory;
    }

    /** The pid of the process that cleans up. */
    public long guardPid() {
        return guard.pid();
    }

    /** Ends both servers and deletes their files; returns when that is done. */
    public void stop() throws IOException {
        release(guard);
    }

    @Override
    public void close() throws IOException {
        stop();
    }
}
