package dev.trunkline.event;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Parses what is published, and remembers what was published last: the same bytes on another channel, such as another home timeline,
 * become an event with the same {@link Message}. Not thread-safe.
 */
public final class RecentMessages {

    private final Recent<Text, Message> recent;

    /** Bytes decide: somebody may know two statuses with one fingerprint. */
    private static final class Text {

        private final byte[] bytes;
        private final int hash;

        Text(byte[] bytes, long fingerprint) {
            this.bytes = bytes;
            this.hash = (int) fingerprint;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Text text && hash == text.hash && Arrays.equals(bytes, text.bytes);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /** @param mostBytes of what is remembered; the payloads take about as many again */
    public RecentMessages(long mostBytes) {
        this.recent = new Recent<>(mostBytes);
    }

    /**
     * See {@link EventParser#parse}.
     *
     * @param published never changed afterwards
     */
    public Parsed parse(byte[] published) {
        long fingerprint = Fingerprint.of(published);
        Text text = new Text(published, fingerprint);
        Message message = recent.find(text);
        if (message != null) {
            return Event.of(message);
        }
        Parsed parsed = EventParser.parse(published, fingerprint);
        if (parsed instanceof Event event) {
            recent.add(text, event.message(), published.length);
        }
        return parsed;
    }

    /** The same event, with the message of an equal one that came here lately if there is one. */
    public Event shared(Event event) {
        Text text = new Text(event.payload(), event.fingerprint());
        Message message = recent.find(text);
        if (message != null && message.hasTextOf(event.message())) {
            return event.with(message);
        }
        recent.add(text, event.message(), event.payload().length);
        return event;
    }
}
