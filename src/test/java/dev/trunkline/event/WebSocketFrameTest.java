package dev.trunkline.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames byte for byte (RFC 6455, section 5.2), and what Jackson reads in them. */
class WebSocketFrameTest {

    private static final ObjectMapper JACKSON = new ObjectMapper();
    private static final String LABEL = "[\"user\"]";
    private static final byte[] ID = "QVlVcd4ZVAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".getBytes(UTF_8);

    @ParameterizedTest
    @CsvSource({
        "0, 81 00",
        "1, 81 01",
        "125, 81 7d",
        "126, 81 7e 00 7e",
        "255, 81 7e 00 ff",
        "65535, 81 7e ff ff",
        "65536, 81 7f 00 00 00 00 00 01 00 00",
        "16777216, 81 7f 00 00 00 00 01 00 00 00"
    })
    void theLengthHasItsThreeForms(int length, String header) {
        byte[] frame = bytes(WebSocketFrame.text("x".repeat(length)));
        StringBuilder start = new StringBuilder();
        for (int i = 0; i < frame.length - length; i++) {
            start.append(i == 0 ? "" : " ").append(String.format("%02x", frame[i]));
        }
        assertEquals(header, start.toString());
        assertArrayEquals("x".repeat(length).getBytes(UTF_8), content(frame));
    }

    @Test
    void theMembersAndTheirOrder() {
        assertEquals(
                "{\"stream\":[\"user\"],\"event\":\"delete\",\"payload\":\"7\"}",
                text(Event.text("delete", "7".getBytes(UTF_8)), "[\"user\"]"));
        assertEquals(
                "{\"stream\":[\"user\"],\"event\":\"filters_changed\"}",
                text(Event.bare("filters_changed"), "[\"user\"]"));
    }

    @Test
    void onlyWhatHasToBeEscapedIs() {
        String raw = "\"\\/\b\f\n\r\t\u0000\u001f\u007f\u0080\u2028\u2029\ufeffé💩";
        assertEquals(
                "{\"stream\":[],\"event\":\"x\",\"payload\":\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f"
                        + "\u007f\u0080\u2028\u2029\ufeffé💩\"}",
                text(Event.text("x", raw.getBytes(UTF_8)), "[]"));
    }

    @Property(tries = 500)
    void whatJacksonReadsIsWhatWasPutIn(
            @ForAll @StringLength(max = 200) String name,
            @ForAll @StringLength(max = 400) String payload,
            @ForAll @CharRange(from = 0, to = 0x30) @StringLength(max = 100) String controls,
            @ForAll @StringLength(max = 50) String tag)
            throws IOException {
        // Halves of surrogate pairs do not survive UTF-8; what an event holds has none.
        String wholeName = wellFormed(name);
        String wholePayload = wellFormed(payload) + controls + "💩";
        String label = JACKSON.writeValueAsString(new String[] {"hashtag", wellFormed(tag)});
        JsonNode read = JACKSON.readTree(text(Event.text(wholeName, wholePayload.getBytes(UTF_8)), label));
        assertEquals(3, read.size());
        assertEquals(JACKSON.readTree(label), read.get("stream"));
        assertEquals(wholeName, read.get("event").textValue());
        assertEquals(wholePayload, read.get("payload").textValue());
    }

    /** A text that repeats itself, or does not: what is sent is the smaller frame, and the same text. */
    @Property(tries = 300)
    void aCompressedFrameHasTheSameText(
            @ForAll @StringLength(max = 2000) String text,
            @ForAll @IntRange(min = 1, max = 50) int repeated,
            @ForAll boolean ids)
            throws DataFormatException {
        Event event = Event.text("delete", wellFormed(text).repeat(repeated).getBytes(UTF_8))
                .kept(ID, 1);
        byte[] plain = bytes(
                ids
                        ? WebSocketFrame.encodeWithId(event, LABEL.getBytes(UTF_8))
                        : WebSocketFrame.encode(event, LABEL.getBytes(UTF_8)));
        byte[] sent = bytes(WebSocketFrame.encodeCompressed(event, LABEL.getBytes(UTF_8), ids));
        if (sent[0] == (byte) 0x81) {
            assertArrayEquals(plain, sent);
        } else {
            assertEquals((byte) 0xC1, sent[0]);
            assertTrue(sent.length < plain.length);
            assertEquals(new String(content(plain), UTF_8), new String(inflated(content(sent)), UTF_8));
        }
    }

    /** Without an id, under a label of another length, and on another channel with another id. */
    @Test
    void eventsOfOneMessageDifferWhereTheyShould() throws DataFormatException {
        RecentMessages recent = new RecentMessages(1000);
        Event one = recent.shared(Event.text("update", "x".repeat(500).getBytes(UTF_8)));
        Event other = recent.shared(Event.text("update", "x".repeat(500).getBytes(UTF_8)))
                .kept(ID, 2);
        for (Event event : List.of(one, other, one.kept("another".getBytes(UTF_8), 3), other)) {
            for (String label : List.of(LABEL, "[\"hashtag\",\"a\"]")) {
                byte[] utf8 = label.getBytes(UTF_8);
                byte[] withId = bytes(WebSocketFrame.encodeCompressed(event, utf8, true));
                assertArrayEquals(content(bytes(WebSocketFrame.encodeWithId(event, utf8))), inflated(content(withId)));
                byte[] without = bytes(WebSocketFrame.encodeCompressed(event, utf8, false));
                assertArrayEquals(content(bytes(WebSocketFrame.encode(event, utf8))), inflated(content(without)));
            }
        }
    }

    @Test
    void aFrameIsCompressedWhereThatMakesItSmaller() {
        int around = content(bytes(WebSocketFrame.encode(Event.text("x", new byte[0]), LABEL.getBytes(UTF_8)))).length;
        assertEquals((byte) 0x81, first("x".repeat(99 - around)));
        assertEquals((byte) 0xC1, first("x".repeat(100 - around)));
        assertEquals((byte) 0xC1, first("x".repeat((32 << 10) - around)));
        // It would take the event loop too long.
        assertEquals((byte) 0x81, first("x".repeat((32 << 10) + 1)));
        StringBuilder random = new StringBuilder();
        new Random(1).ints(60, 35, 92).forEach(c -> random.append((char) c));
        assertEquals((byte) 0x81, first(random.toString()));
    }

    /** What its text and a status have in common would show in the length. */
    @Test
    void whatOnlyOneAccountKnowsIsPlain() {
        Event status = Event.json("update", ("{\"id\":\"" + "x".repeat(500) + "\"}").getBytes(UTF_8));
        byte[] label = LABEL.getBytes(UTF_8);
        for (boolean personal : new boolean[] {true, false}) {
            Event filtered = status.withMember("filtered", "[]".getBytes(UTF_8), personal);
            byte[] sent = bytes(WebSocketFrame.encodeCompressed(filtered, label, false));
            assertEquals(personal ? (byte) 0x81 : (byte) 0xC1, sent[0]);
        }
    }

    @Test
    void whatIsNotKeptIsReleased() {
        long before = FrameBuffers.bytes();
        for (String text : List.of("x", "x".repeat(1000), "\u0001".repeat(70_000))) {
            first(text);
        }
        assertEquals(before, FrameBuffers.bytes());
    }

    private static byte first(String text) {
        return bytes(
                WebSocketFrame.encodeCompressed(Event.text("x", text.getBytes(UTF_8)), LABEL.getBytes(UTF_8), false))[
                0];
    }

    private static byte[] inflated(byte[] content) throws DataFormatException {
        byte[] whole = Arrays.copyOf(content, content.length + Deflate.TAIL);
        whole[whole.length - 2] = (byte) 0xFF;
        whole[whole.length - 1] = (byte) 0xFF;
        Inflater inflater = new Inflater(true);
        inflater.setInput(whole);
        byte[] text = new byte[1 << 20];
        int length = inflater.inflate(text);
        assertTrue(inflater.needsInput());
        inflater.end();
        return Arrays.copyOf(text, length);
    }

    private static String wellFormed(String text) {
        return new String(text.getBytes(UTF_8), UTF_8);
    }

    private static String text(Event event, String label) {
        return new String(content(bytes(WebSocketFrame.encode(event, label.getBytes(UTF_8)))), UTF_8);
    }

    /** The buffer's bytes, for which it had exactly the room. */
    private static byte[] bytes(ByteBuf frame) {
        try {
            assertEquals(frame.capacity(), frame.readableBytes());
            return ByteBufUtil.getBytes(frame);
        } finally {
            frame.release();
        }
    }

    /** What is behind the header, which has to name its length. */
    private static byte[] content(byte[] frame) {
        int form = frame[1];
        int header = form < 126 ? 2 : form == 126 ? 4 : 10;
        long length = form < 126 ? form : 0;
        for (int i = 2; i < header; i++) {
            length = length << 8 | (frame[i] & 0xFF);
        }
        assertEquals(frame.length - header, length);
        return Arrays.copyOfRange(frame, header, frame.length);
    }
}
