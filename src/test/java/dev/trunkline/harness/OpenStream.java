package dev.trunkline.harness;

import java.util.ArrayList;
import java.util.List;

/** A stream that a client has opened over one of the two transports and that gets every event from now on. */
public interface OpenStream extends AutoCloseable {

    /** The next event's frame as received: a record, or the text of a WebSocket's message. */
    String frame();

    /** The next event; its data is the text {@code null} if there is none. */
    ReceivedEvent next();

    /** The next event's data. */
    default String nextData() {
        return next().data();
    }

    /** The data of all events before a marker. */
    default List<String> until(String marker) {
        List<String> data = new ArrayList<>();
        for (String next = nextData(); !next.equals(marker); next = nextData()) {
            data.add(next);
        }
        return data;
    }

    @Override
    void close();
}
