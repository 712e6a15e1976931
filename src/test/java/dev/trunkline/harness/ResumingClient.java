package dev.trunkline.harness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.stream.StreamName;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A client that wants ids, remembers the last, and comes back with it, over one of the two transports. */
public final class ResumingClient implements AutoCloseable {

    private static final Duration MOMENT = Duration.ofMillis(300);
    private static final String HEARTBEAT = ":thump\n";

    /**
     * An event with its id.
     *
     * @param id empty if it has none
     */
    public record Got(String id, String name, String data) {}

    private final ClientTransport transport;
    private final @Nullable Token token;
    private final StreamName stream;
    private final String parameter;
    private @Nullable HttpSocket events;
    private @Nullable WebSocketClient socket;
    private final Queue<String> early = new ArrayDeque<>();
    private String lastId = "";
    private String unread = "";
    private long pause;

    /** @param stream as {@link ClientTransport#open} takes it */
    public ResumingClient(ClientTransport transport, @Nullable Token token, String stream) {
        String[] parts = stream.split(" ", -1);
        this.transport = transport;
        this.token = token;
        this.stream = StreamName.named(parts[0]).orElseThrow();
        this.parameter = parts.length == 1 ? "" : (parts[0].equals("list") ? "&list=" : "&tag=") + parts[1];
    }

    public String lastId() {
        return lastId;
    }

    /** Comes back with this id. */
    public ResumingClient after(String id) {
        lastId = id;
        return this;
    }

    /** Opens the stream at the server on this port, with the last id. */
    public ResumingClient open(int port) {
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
            HttpSocket opened = authorised(request).send();
            assertEquals(200, opened.head().status());
            // A proxy may have joined events to it.
            unread = new String(opened.chunk(), UTF_8);
            assertTrue(unread.startsWith(":)\n"), unread);
            unread = unread.substring(":)\n".length());
            events = opened;
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
    public Got next() {
        Got got = nextUnlessEnded();
        if (got == null) {
            throw new AssertionError("The server has ended the stream");
        }
        return got;
    }

    /** The next event; null if the server ends the stream, which is closed then. */
    public @Nullable Got nextUnlessEnded() {
        Got got = events != null ? fromRecord(events) : fromFrame();
        if (got == null) {
            cut();
        } else if (!got.id.isEmpty()) {
            lastId = got.id;
        }
        return got;
    }

    /** The pause, in milliseconds, that the server has asked for when it ended the event stream; 0 if it has not. */
    public long pause() {
        return pause;
    }

    /** The next events' data. */
    public List<String> next(int count) {
        List<String> data = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            data.add(next().data);
        }
        return data;
    }

    /** Whether no event comes for a moment; ids alone may come. */
    public boolean nothingComes() {
        HttpSocket stream = events;
        if (stream == null) {
            return socket == null || (early.isEmpty() && !socket.socket().available(MOMENT));
        }
        while (!unread.isEmpty() || stream.available(MOMENT)) {
            if (unread.isEmpty()) {
                unread = new String(stream.chunk(), UTF_8);
            }
            int end = unread.indexOf("\n\n");
            String first = end < 0 ? unread : unread.substring(0, end);
            if (!first.startsWith("id: ") || first.contains("\n")) {
                return false;
            }
            lastId = first.substring("id: ".length());
            unread = unread.substring(end + 2);
        }
        return true;
    }

    private @Nullable Got fromRecord(HttpSocket from) {
        String piece = piece(from);
        while (piece.equals(HEARTBEAT)) {
            piece = piece(from);
        }
        if (piece.startsWith("retry: ")) {
            pause = Long.parseLong(piece.strip().substring("retry: ".length()));
            assertEquals("", new String(from.chunk(), UTF_8));
            return null;
        }
        if (piece.isEmpty()) {
            return null;
        }
        String id = "";
        String rest = piece;
        if (piece.startsWith("id: ")) {
            int end = piece.indexOf('\n');
            id = piece.substring("id: ".length(), end);
            rest = piece.substring(end + 1);
        }
        if (rest.equals("\n")) {
            // No event, but the id of a moment.
            lastId = id;
            return fromRecord(from);
        }
        assertTrue(rest.startsWith("event: ") && rest.endsWith("\n\n"), piece);
        String[] lines = rest.split("\n", -1);
        assertEquals(4, lines.length, piece);
        return new Got(id, lines[0].substring("event: ".length()), lines[1].substring("data: ".length()));
    }

    /** The next record, or the next line that belongs to none; a proxy may join them. Empty at the end. */
    private String piece(HttpSocket from) {
        while (true) {
            boolean line = unread.startsWith(":") || unread.startsWith("retry: ");
            String end = line ? "\n" : "\n\n";
            int found = unread.indexOf(end);
            if (found >= 0) {
                String piece = unread.substring(0, found + end.length());
                unread = unread.substring(piece.length());
                return piece;
            }
            String chunk = new String(from.chunk(), UTF_8);
            if (chunk.isEmpty()) {
                return "";
            }
            unread += chunk;
        }
    }

    private @Nullable Got fromFrame() {
        if (socket == null) {
            throw new IllegalStateException("not open");
        }
        String text = early.poll();
        while (text == null) {
            WebSocketClient.Frame frame = socket.frame();
            if (frame.opcode() == WebSocketClient.CLOSE) {
                return null;
            }
            text = frame.opcode() == WebSocketClient.TEXT ? frame.text() : null;
        }
        JsonObject frame = new JsonObject(text);
        return new Got(frame.getString("id", ""), frame.getString("event"), frame.getString("payload", "null"));
    }

    @Override
    public void close() {
        cut();
    }

    /** Cuts the connection without a farewell. */
    public void cut() {
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
