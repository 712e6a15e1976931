package dev.trunkline.demo;

import com.sun.net.httpserver.HttpServer;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Redis, PostgreSQL and clients for the training of the JVM's AOT cache ({@code deploy/jvm/train}), so that the cache knows what the
 * first connections need: tokens, streams of both transports, checks, filters, replies of PostgreSQL.
 *
 * <p>Runs a command with {@code REDIS_URL}, {@code DATABASE_URL} and {@code TRAINING_LOAD}, and exits with its status. The last is a
 * URL: a {@code GET} of it with a port's number at its end is answered once clients have used the server on that port.
 */
public final class Training {

    private static final long PAUSE_MS = 5;
    private static final String LOAD = "/load/";

    private Training() {}

    /** Exits with the status of a command, which is given with its arguments. */
    public static void main(String... command) throws IOException, InterruptedException, SQLException {
        System.exit(run(command));
    }

    private static int run(String... command) throws IOException, InterruptedException, SQLException {
        try (EmbeddedServers servers = EmbeddedServers.start()) {
            try (Connection connection = servers.postgres().connect()) {
                Schema.create(connection);
                DemoData.insert(connection);
            }
            Vertx vertx = Vertx.vertx();
            try {
                return run(vertx, servers, command);
            } finally {
                // Before the servers end, to which it publishes.
                vertx.close().toCompletionStage().toCompletableFuture().join();
            }
        }
    }

    private static int run(Vertx vertx, EmbeddedServers servers, String... command)
            throws IOException, InterruptedException {
        Redis redis = Redis.createClient(vertx, servers.redis().url());
        HttpServer load = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        load.createContext(LOAD, exchange -> {
            int port = Integer.parseInt(exchange.getRequestURI().getPath().substring(LOAD.length()));
            exchange.sendResponseHeaders(served(vertx, redis, port) ? 204 : 500, -1);
            exchange.close();
        });
        load.start();
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment()
                .putAll(Map.of(
                        "REDIS_URL",
                        servers.redis().url(),
                        "DATABASE_URL",
                        servers.postgres().url(),
                        // Few accounts open all streams.
                        "TRUNKLINE_LIMITS_SUBSCRIPTIONS_PER_MINUTE",
                        "1000000",
                        "TRAINING_LOAD",
                        "http://127.0.0.1:" + load.getAddress().getPort() + LOAD));
        try {
            return builder.start().waitFor();
        } finally {
            load.stop(0);
        }
    }

    private static boolean served(Vertx vertx, Redis redis, int port) {
        AtomicBoolean over = new AtomicBoolean();
        publish(vertx, new RailsPublisher(redis), new Story(DemoPublisher.SEED, Clock.systemUTC()), over);
        try {
            new TrainingClients(vertx, port, TrainingClients.ENOUGH).run();
            return true;
        } catch (IllegalStateException failure) {
            System.err.println("training: " + failure.getMessage() + ": " + failure.getCause());
            return false;
        } finally {
            over.set(true);
        }
    }

    /** One event, and when Redis has it and a moment is over the next. */
    private static void publish(Vertx vertx, RailsPublisher publisher, Story story, AtomicBoolean over) {
        if (over.get()) {
            return;
        }
        publisher
                .publish(story.next())
                .onSuccess(done -> vertx.setTimer(PAUSE_MS, tick -> publish(vertx, publisher, story, over)))
                .onFailure(
                        failure -> System.err.println("training: nothing more is published: " + failure.getMessage()));
    }
}
