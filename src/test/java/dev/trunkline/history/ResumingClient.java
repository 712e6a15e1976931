package dev.trunkline.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.ClientTransport;
import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.Request;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.WebSocketClient;
import dev.trunkline.stream.StreamName;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A client that wants ids, remembers the last, and comes back with it, over one of the two transports. */
final class ResumingClient implements AutoCloseable {

    private static final String HEARTBEAT = ":thump\n";

    /**
     * An event with its id.
     *
     * @param id empty if it has none
     */
    record Got(String id, String name, String data) {}

    private final ClientTransport transport;
    private final @Nullable Token token;
    private final StreamName stream;
    private final String parameter;
    private @Nullable EventStream events;
    private @Nullable WebSocketClient socket;
    private final Queue<String> early = new ArrayDeque<>();
    private String lastId = "";

    /** @param stream as {@link ClientTransport#open} takes it */
    ResumingClient(ClientTransport transport, @Nullable Token token, String stream) {
        String[] parts = stream.split(" ", -1);
        this.transport = transport;
        this.token = token;
        this.stream = StreamName.named(parts[0]).orElseThrow();
        this.parameter = parts.length == 1 ? "" : (parts[0].equals("list") ? "&list=" : "&tag=") + parts[1];
    }

    String lastId() {
        return lastId;
    }

    /** Comes back with this id. */
    ResumingClient after(String id) {
        lastId = id;
        return this;
    }

    /** Opens the stream at the server on this port, with the last id. */
    ResumingClient open(int port) {
        cut();
        if (transport == ClientTransport.EVENT_STREAM) {
            Request request = new Request(
                            port,
                            "GET",
                            stream.path() + "?only_media=" + stream.onlyMedia() + "&allow_local_only="
                                    + stream.allowLocalOnly() + parameter)
                    .header("Accept", "text/event-stream");
            if (!lastId.isEmpty()) {
                request.header("Last-Event-ID", lastId);
            }
            events = authorised(request).stream();
        } else {
            String query = "?stream=" + stream.label() + parameter + "&last_event_id=" + lastId;
            WebSocketClient opened = authorised(new Request(port, "GET", StreamName.ROOT + query).upgrade())
                    .webSocket();
            socket = opened;
            early.clear();
            // Nothing tells when the subscription is confirmed but that messages are executed in their order.
            opened.unsubscribe("no stream");
            for (String text = opened.nextText(); !text.contains("Error unsubscribing"); text = opened.nextText()) {
                early.add(text);
            }
        }
        return this;
    }

    private Request authorised(Request request) {
        return token == null ? request : request.bearer(token);
    }

    /** The next event. */
    Got next() {
        Got got = events != null ? fromRecord(events) : fromFrame();
        if (!got.id.isEmpty()) {
            lastId = got.id;
        }
        return got;
    }

    /** The next events' data. */
    List<String> next(int count) {
        List<String> data = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            data.add(next().data);
        }
        return data;
    }

    /** Whether nothing comes for a moment. */
    boolean nothingComes() {
        return events != null
                ? !events.socket().available(Duration.ofMillis(300))
                : socket == null || (early.isEmpty() && !socket.socket().available(Duration.ofMillis(300)));
    }

    private static Got fromRecord(EventStream from) {
        String record = from.record();
        while (record.equals(HEARTBEAT)) {
            record = from.record();
        }
        String id = "";
        String rest = record;
        if (record.startsWith("id: ")) {
            int end = record.indexOf('\n');
            id = record.substring("id: ".length(), end);
            rest = record.substring(end + 1);
        }
        assertTrue(rest.startsWith("event: ") && rest.endsWith("\n\n"), record);
        String[] lines = rest.split("\n", -1);
        assertEquals(4, lines.length, record);
        return new Got(id, lines[0].substring("event: ".length()), lines[1].substring("data: ".length()));
    }

    private Got fromFrame() {
        if (socket == null) {
            throw new IllegalStateException("not open");
        }
        String text = early.poll();
        JsonObject frame = new JsonObject(text == null ? socket.nextText() : text);
        return new Got(frame.getString("id", ""), frame.getString("event"), frame.getString("payload", "null"));
    }

    @Override
    public void close() {
        cut();
    }

    /** Cuts the connection without a farewell. */
    void cut() {
        if (events != null) {
            events.close();
            events = null;
        }
        if (socket != null) {
            socket.socket().close();
            socket = null;
        }
    }
}
