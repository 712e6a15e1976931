package dev.trunkline.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SseFrameTest {
    @Test
    void writesJsonOnOneLine() {
        Event event = Event.json("update", "{\"content\":\"a\\nb 漢\"}".getBytes(UTF_8));
        assertEquals("event: update\ndata: {\"content\":\"a\\nb 漢\"}\n\n", encode(event));
    }

    @Test
    void writesABareId() {
        assertEquals("event: delete\ndata: 1234\n\n", encode(Event.text("delete", "1234".getBytes(UTF_8))));
    }

    @Test
    void writesNullWhereThereIsNoPayload() {
        assertEquals("event: filters_changed\ndata: null\n\n", encode(Event.bare("filters_changed")));
    }

    @Test
    void writesNamesInUtf8() {
        assertEquals("event: événement\ndata: x\n\n", encode(Event.text("événement", "x".getBytes(UTF_8))));
    }

    @ParameterizedTest
    @CsvSource({
        "a\\nb, 'a|b'",
        "a\\rb, 'a|b'",
        "a\\r\\nb, 'a|b'",
        "a\\n\\nb, 'a||b'",
        "a\\n\\rb, 'a||b'",
        "a\\r\\rb, 'a||b'",
        "a\\r\\n\\r\\nb, 'a||b'",
        "\\n, '|'",
        "\\r, '|'",
        "\\r\\n, '|'",
        "\\na\\n, '|a|'",
        "é\\nö, 'é|ö'",
    })
    void givesEachLineOfATextItsOwn(String text, String lines) {
        byte[] bytes = text.replace("\\n", "\n").replace("\\r", "\r").getBytes(UTF_8);
        String expected = "event: x\ndata: " + lines.replace("|", "\ndata: ") + "\n\n";
        assertEquals(expected, encode(Event.text("x", bytes)));
    }

    @Test
    void asksToComeBackWithoutAnEvent() {
        assertEquals("retry: 2500\n", SseFrame.retry(2500));
    }

    @Test
    void speaksInCommentsThatOldClientsBear() {
        assertEquals(":)\n", SseFrame.PRELUDE);
        assertEquals(":thump\n", SseFrame.HEARTBEAT);
        assertEquals(":thump\n\n", SseFrame.HEARTBEAT_WITH_BLANK_LINE);
    }

    private static String encode(Event event) {
        SseFrame record = SseFrame.of(event);
        ByteBuf written = Unpooled.buffer();
        record.writeTo(written);
        assertEquals(written.readableBytes(), record.length());
        return written.toString(UTF_8);
    }
}
