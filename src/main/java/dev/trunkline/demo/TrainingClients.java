package dev.trunkline.demo;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Opens many streams, some at a time, and leaves each after its first event: what a server meets in its first minute. */
final class TrainingClients {

    static final int ENOUGH = 4_000;
    private static final int AT_A_TIME = 40;
    private static final long MOST_SECONDS = 120;

    /** A home timeline may have no event for a while. */
    private static final long PATIENCE_MS = 200;

    private static final String STREAMING = "/api/v1/streaming";

    private static final List<String> STREAMS =
            List.of("/user", "/public", "/public/local", "/hashtag?tag=caturday", "/user/notification", "/direct");

    private static final List<String> SUBSCRIPTIONS = List.of(
            "{\"type\":\"subscribe\",\"stream\":\"user\"}",
            "{\"type\":\"subscribe\",\"stream\":\"public\"}",
            "{\"type\":\"subscribe\",\"stream\":\"hashtag\",\"tag\":\"astronomy\"}",
            "{\"type\":\"unsubscribe\",\"stream\":\"public\"}");

    private static final List<String> TOKENS = List.of(
            "demo-alice-read",
            "demo-bob-read",
            "demo-chandra-read",
            "demo-emi-read",
            "demo-modesta-read",
            "demo-admin-read");

    private final Vertx vertx;
    private final int port;
    private final int clients;
    private final HttpClient events;
    private final WebSocketClient sockets;
    private final AtomicInteger begun = new AtomicInteger();
    private final Promise<Void> done = Promise.promise();
    private final AtomicInteger running = new AtomicInteger(AT_A_TIME);

    /** @param clients how many there are, in all */
    TrainingClients(Vertx vertx, int port, int clients) {
        this.vertx = vertx;
        this.port = port;
        this.clients = clients;
        this.events = vertx.createHttpClient(
                new HttpClientOptions().setKeepAlive(false).setMaxPoolSize(AT_A_TIME));
        this.sockets = vertx.createWebSocketClient();
    }

    /**
     * Returns when all have left.
     *
     * @throws IllegalStateException if they do not, or one was refused
     */
    void run() {
        for (int i = 0; i < AT_A_TIME; i++) {
            next();
        }
        try {
            done.future().toCompletionStage().toCompletableFuture().get(MOST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        } catch (TimeoutException | ExecutionException failure) {
            throw new IllegalStateException("the training's clients did not get what they asked for", failure);
        } finally {
            events.close();
            sockets.close();
        }
    }

    private void next() {
        int client = begun.getAndIncrement();
        if (client < clients) {
            String token = TOKENS.get(client / STREAMS.size() % TOKENS.size());
            (client % 2 == 0 ? eventStream(client, token) : webSocket(token))
                    .onSuccess(left -> next())
                    .onFailure(done::tryFail);
        } else if (running.decrementAndGet() == 0) {
            done.tryComplete();
        }
    }

    private Future<Void> eventStream(int client, String token) {
        return events.request(HttpMethod.GET, port, "127.0.0.1", STREAMING + STREAMS.get(client / 2 % STREAMS.size()))
                .compose(request ->
                        request.putHeader("Authorization", "Bearer " + token).send())
                .compose(response -> {
                    if (response.statusCode() != 200) {
                        return Future.failedFuture("status " + response.statusCode());
                    }
                    Promise<Void> left = leaveLater();
                    response.handler(event -> left.tryComplete());
                    return left.future()
                            .onComplete(
                                    leaving -> response.request().connection().close());
                });
    }

    private Future<Void> webSocket(String token) {
        return sockets.connect(new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(port)
                        .setURI(STREAMING)
                        .addSubProtocol(token))
                .compose(socket -> {
                    SUBSCRIPTIONS.forEach(socket::writeTextMessage);
                    Promise<Void> left = leaveLater();
                    socket.textMessageHandler(event -> {
                        if (event.startsWith("{\"error\"")) {
                            left.tryFail(event);
                        }
                        left.tryComplete();
                    });
                    return left.future().onComplete(leaving -> socket.close());
                });
    }

    private Promise<Void> leaveLater() {
        Promise<Void> left = Promise.promise();
        vertx.setTimer(PATIENCE_MS, late -> left.tryComplete());
        return left;
    }
}
