package dev.trunkline.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/** An open event stream whose prelude has been read. Strict: a chunk is one record, in the form of the protocol. */
public final class EventStream implements AutoCloseable {

    private static final String HEARTBEAT = ":thump\n";

    private final HttpSocket socket;
    private final HttpAnswer head;

    private EventStream(HttpSocket socket, HttpAnswer head) {
        this.socket = socket;
        this.head = head;
    }

    /** Reads the response on this connection as a stream. */
    public static EventStream of(HttpSocket socket) {
        HttpAnswer head = socket.head();
        if (head.status() != 200) {
            String body = socket.exactly(Integer.parseInt(String.valueOf(head.header("Content-Length"))));
            socket.close();
            throw new AssertionError("No stream but " + head.status() + " " + body);
        }
        String prelude = new String(socket.chunk(), UTF_8);
        if (!prelude.equals(":)\n")) {
            throw new AssertionError("The stream begins with " + prelude);
        }
        return new EventStream(socket, head);
    }

    public HttpAnswer head() {
        return head;
    }

    public HttpSocket socket() {
        return socket;
    }

    /** The next record or comment, byte for byte; empty at the end of the stream. */
    public String record() {
        return new String(socket.chunk(), UTF_8);
    }

    /** The next event. */
    public ReceivedEvent next() {
        String record = record();
        if (record.equals(HEARTBEAT)) {
            return next();
        }
        String[] lines = record.split("\n", -1);
        int last = lines.length - 1;
        if (last < 3 || !lines[last].isEmpty() || !lines[last - 1].isEmpty() || !lines[0].startsWith("event: ")) {
            throw new AssertionError("No record: " + record);
        }
        List<String> data = new ArrayList<>();
        for (int i = 1; i < last - 1; i++) {
            if (!lines[i].startsWith("data: ")) {
                throw new AssertionError("No data line: " + lines[i]);
            }
            data.add(lines[i].substring("data: ".length()));
        }
        return new ReceivedEvent(lines[0].substring("event: ".length()), String.join("\n", data));
    }

    /** The next event's data. */
    public String nextData() {
        return next().data();
    }

    /** Whether the stream ends in order, without another record, and the connection after it. */
    public boolean ends() {
        String record = record();
        while (record.equals(HEARTBEAT)) {
            record = record();
        }
        return record.isEmpty() && socket.ended();
    }

    @Override
    public void close() {
        socket.close();
    }
}
