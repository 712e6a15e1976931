package dev.trunkline.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.trunkline.event.Event;

/** Kept events for tests of other packages. */
public final class KeptFixture {

    private KeptFixture() {}

    /** An event {@code delete} with a text. */
    public static Kept of(long number, String text) {
        EventId id = new EventId(number, 0, 1, number, number);
        return new ImportedEvent(
                id, 0, Event.text("delete", text.getBytes(UTF_8)).kept(id.text(), number));
    }

    /** It is kept no longer. */
    public static void drop(Kept kept) {
        ((ImportedEvent) kept).drop();
    }
}
