package dev.trunkline.history;

import dev.trunkline.event.Event;
import dev.trunkline.event.Message;
import java.util.IdentityHashMap;

/** The messages of events that other processes have kept: a status on many home timelines has one payload, which counts once. */
final class ImportedMessages {

    private final IdentityHashMap<Message, Uses> uses = new IdentityHashMap<>();

    private static final class Uses {
        int number;
    }

    /** One more event is kept. Returns by how many bytes that is more. */
    int add(Event event) {
        Uses ofThis = uses.computeIfAbsent(event.message(), missing -> new Uses());
        return ofThis.number++ == 0 ? event.payload().length : 0;
    }

    /** An event that was added is kept no longer. Returns by how many bytes that is less. */
    int remove(Event event) {
        Uses ofThis = uses.get(event.message());
        if (ofThis == null || --ofThis.number > 0) {
            return 0;
        }
        uses.remove(event.message());
        return event.payload().length;
    }
}
