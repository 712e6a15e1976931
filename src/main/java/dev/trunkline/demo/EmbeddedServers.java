package dev.trunkline.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A Redis and a PostgreSQL on free ports of loopback and in a new temporary directory. {@link Guard} removes them when this
 * process ends, in whatever way. Independent of Quarkus: dev mode and tests start it in the same way.
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

    /** Starts both in parallel and returns when both answer. The database is empty: see {@link Schema}. */
    public static EmbeddedServers start() throws IOException {
        Path directory = Files.createTempDirectory("trunkline-");
        Path redisDirectory = Files.createDirectory(redisDirectory(directory));
        Path postgresDirectory = Files.createDirectory(postgresDirectory(directory));
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

    static Path redisDirectory(Path directory) {
        return directory.resolve("redis");
    }

    static Path postgresDirectory(Path directory) {
        return directory.resolve("postgres");
    }

    private void startBoth() throws IOException {
        CompletableFuture<Void> postgresStart = CompletableFuture.runAsync(() -> start(postgres));
        try {
            redis.start();
        } finally {
            // Also if Redis fails: the guard must not be released while PostgreSQL may still start.
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

    /** The directory of their files, deleted by {@link #stop()}. */
    public Path directory() {
        return directory;
    }

    /** The pid of the guard. */
    public long guardPid() {
        return guard.pid();
    }

    /** Ends both servers and deletes their files; returns when both is done. */
    public void stop() throws IOException {
        release(guard);
    }

    @Override
    public void close() throws IOException {
        stop();
    }
}
