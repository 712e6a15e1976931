package dev.trunkline.harness;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Chromium's DevTools protocol for one tab: commands and their results, and the events that the browser reports. */
final class DevTools {

    private final WebSocket socket;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonObject>> answers = new ConcurrentHashMap<>();
    private final List<JsonObject> events = new CopyOnWriteArrayList<>();

    DevTools(String tab) {
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(tab), new Receiver())
                .join();
    }

    JsonObject send(String method, JsonObject params) {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonObject> answer = new CompletableFuture<>();
        answers.put(id, answer);
        synchronized (this) {
            socket.sendText(
                            new JsonObject()
                                    .put("id", id)
                                    .put("method", method)
                                    .put("params", params)
                                    .encode(),
                            true)
                    .join();
        }
        JsonObject message = answer.orTimeout(60, TimeUnit.SECONDS).join();
        if (message.containsKey("error")) {
            throw new AssertionError(method + ": " + message.getJsonObject("error"));
        }
        return message.getJsonObject("result");
    }

    /** The events since they were last forgotten: {@code method} and {@code params}. */
    List<JsonObject> events() {
        return events;
    }

    void forgetEvents() {
        events.clear();
    }

    void close() {
        socket.abort();
    }

    private final class Receiver implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                JsonObject message = new JsonObject(text.toString());
                text.setLength(0);
                CompletableFuture<JsonObject> answer = answers.remove(message.getInteger("id", -1));
                if (answer != null) {
                    answer.complete(message);
                } else {
                    events.add(message);
                }
            }
            webSocket.request(1);
            return CompletableFuture.completedFuture(null);
        }
    }
}
