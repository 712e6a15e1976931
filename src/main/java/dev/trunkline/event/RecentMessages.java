package dev.trunkline.event;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Parses what is published, and remembers what was published last: the same bytes on another channel, such as another home timeline,
 * become an event with the same {@link Message}. Not thread-safe.
 */
public final class RecentMessages {

    /** A power of two. Statuses that are on their way to home timelines at the same time are fewer. */
    private static final int PLACES = 1024;

    /** Of what was published, and of the payloads, which take about as many again. */
    private static final int MOST_BYTES = 1 << 20;

    /** By the lowest bits of the fingerprint; one of another text takes the place. */
    private final @Nullable Recent[] places = new @Nullable Recent[PLACES];

    private int bytes;

    private static final class Recent {

        /** What was published; if it came by {@link #shared}, the payload. */
        final byte[] text;

        final Message message;

        Recent(byte[] text, Message message) {
            this.text = text;
            this.message = message;
        }
    }

    /**
     * See {@link EventParser#parse}.
     *
     * @param published never changed afterwards
     */
    public Parsed parse(byte[] published) {
        long fingerprint = Fingerprint.of(published);
        int place = (int) fingerprint & (PLACES - 1);
        Recent recent = places[place];
        // Bytes decide: somebody may know two statuses with one fingerprint.
        if (recent != null && Arrays.equals(recent.text, published)) {
            return Event.of(recent.message);
        }
        Parsed parsed = EventParser.parse(published, fingerprint);
        if (parsed instanceof Event event) {
            remember(place, new Recent(published, event.message()));
        }
        return parsed;
    }

    /** The same event, with the message of an equal one that came here lately if there is one. */
    public Event shared(Event event) {
        int place = (int) event.fingerprint() & (PLACES - 1);
        Recent recent = places[place];
        if (recent != null && recent.message.hasTextOf(event.message())) {
            return event.with(recent.message);
        }
        remember(place, new Recent(event.payload(), event.message()));
        return event;
    }

    private void remember(int place, Recent added) {
        int size = added.text.length;
        if (size > MOST_BYTES) {
            return;
        }
        if (bytes + size > MOST_BYTES) {
            Arrays.fill(places, null);
            bytes = 0;
        }
        Recent former = places[place];
        bytes += size - (former == null ? 0 : former.text.length);
        places[place] = added;
    }
}
