package dev.trunkline.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What is published on many channels is parsed once. */
class RecentMessagesTest {

    private final RecentMessages recent = new RecentMessages(1 << 20);

    private Event parse(String message) {
        return assertInstanceOf(Event.class, recent.parse(message.getBytes(UTF_8)));
    }

    @Test
    void theSameBytesAreAnotherEventWithTheSameMessage() {
        Event first = parse("{\"event\":\"update\",\"payload\":{\"id\":\"1\"}}");
        Event other = parse("{\"event\":\"update\",\"payload\":{\"id\":\"2\"}}");
        Event second = parse("{\"event\":\"update\",\"payload\":{\"id\":\"1\"}}");
        assertNotSame(first, second);
        assertSame(first.message(), second.message());
        assertSame(first.payload(), second.payload());
        assertEquals("{\"id\":\"2\"}", new String(other.payload(), UTF_8));
    }

    @Test
    void anEqualEventIsOfTheSameMessage() {
        Event first = recent.shared(Event.text("delete", "1".getBytes(UTF_8)));
        byte[] id = new byte[38];
        Event second = recent.shared(Event.text("delete", "1".getBytes(UTF_8)).kept(id, 7));
        assertSame(first.message(), second.message());
        assertSame(id, second.id());
        assertEquals(7, second.number());
        assertNotSame(
                first.message(),
                recent.shared(Event.text("update", "1".getBytes(UTF_8))).message());
        assertNotSame(
                first.message(),
                recent.shared(Event.json("delete", "1".getBytes(UTF_8))).message());
    }

    /** A mebibyte, and what is larger passes by. */
    @Test
    void littleIsRemembered() {
        String half = "{\"event\":\"delete\",\"payload\":\"" + "x".repeat(500_000) + "\"}";
        String large = "{\"event\":\"delete\",\"payload\":\"" + "x".repeat(2_000_000) + "\"}";
        Event first = parse(half);
        assertNotSame(parse(large).message(), parse(large).message());
        assertSame(first.message(), parse(half).message());
        parse(half.replace('x', 'y'));
        assertSame(first.message(), parse(half).message());
        parse(half.replace('x', 'z'));
        assertNotSame(first.message(), parse(half).message());
    }

    @Provide
    Arbitrary<List<byte[]>> messages() {
        return Arbitraries.integers()
                .between(0, 2_000)
                .map(number -> switch (number % 5) {
                    case 0 -> "{\"event\":\"delete\",\"payload\":\"" + number + "\"}";
                    case 1 -> "{\"event\":\"filters_changed\",\"a\":" + number + "}";
                    case 2 -> "{\"event\":\"update\",\"payload\":{\"id\":" + number + "}}";
                    case 3 -> "{\"event\":\"update\",\"payload\":{\"id\":" + number;
                    default -> "{\"event\":\"announcement\",\"payload\": { \"id\" : " + number + "}}";
                })
                .map(text -> text.getBytes(UTF_8))
                .list()
                .ofMinSize(1)
                .ofMaxSize(400);
    }

    /** Whatever came before. */
    @Property(tries = 100)
    void aMessageIsParsedAsItWouldBeAlone(@ForAll("messages") List<byte[]> messages) {
        List<byte[]> all = new ArrayList<>(messages);
        messages.forEach(message -> all.add(message.clone()));
        for (byte[] message : all) {
            Parsed alone = EventParser.parse(message);
            Parsed parsed = recent.parse(message);
            if (alone instanceof Event expected && parsed instanceof Event event) {
                assertEquals(expected.name(), event.name());
                assertEquals(expected.kind(), event.kind());
                assertArrayEquals(expected.payload(), event.payload());
                assertEquals(expected.fingerprint(), event.fingerprint());
            } else {
                assertEquals(alone, parsed);
            }
        }
    }
}
