package dev.trunkline.ws;

import static dev.trunkline.harness.WebSocketClient.BINARY;
import static dev.trunkline.harness.WebSocketClient.CONTINUATION;
import static dev.trunkline.harness.WebSocketClient.PING;
import static dev.trunkline.harness.WebSocketClient.TEXT;
import static dev.trunkline.harness.WebSocketClient.frame;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.DependsOnJdk;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.SocketEvent;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WebSocketClient;
import dev.trunkline.harness.WebSocketClient.Frame;
import dev.trunkline.harness.WireTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compressed frames of sockets that offer it (protocol, section 13; RFC 7692). */
@DependsOnJdk
@WireTest(settings = "trunkline.history.time=1s")
class SocketCompressionIT {

    private static final String ANSWER = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

    /** A frame's first byte: final bit, the bit of a compressed message, opcode. */
    private static final int COMPRESSED = 0xC0;

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    SocketCompressionIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    @Test
    void aLargeEventComesCompressedAndIsTheSameText() {
        Token token = mastodon.reader();
        String user = "timeline:" + token.account().id();
        String payload = "{\\\"content\\\":\\\"" + "<p>Grüße, 💩</p>".repeat(150) + "\\\"}";
        try (WebSocketClient plain = trunkline.webSocket("?stream=user", token);
                WebSocketClient one = open(token, "permessage-deflate; client_max_window_bits");
                WebSocketClient other = open(token, "permessage-deflate; server_max_window_bits=15")) {
            assertNull(plain.head().header("Sec-WebSocket-Extensions"));
            assertEquals(ANSWER, one.head().header("Sec-WebSocket-Extensions"));
            assertEquals(ANSWER + "; server_max_window_bits=15", other.head().header("Sec-WebSocket-Extensions"));
            one.subscribe("user").settle();
            other.subscribe("user").settle();
            plain.settle();
            // Twice: the second frame refers to nothing in the first.
            for (int i = 0; i < 2; i++) {
                mastodon.publish(user, "conversation", '"' + payload + '"');
                Frame whole = plain.frame(TEXT);
                assertFalse(whole.compressed());
                assertTrue(whole.payload().length > 3000);
                Frame small = one.frame(TEXT);
                assertTrue(small.compressed());
                assertTrue(small.payload().length < whole.payload().length / 2);
                assertEquals(whole.text(), small.text());
                assertArrayEquals(small.payload(), other.frame(TEXT).payload());
            }
        }
    }

    @Test
    void whatIsTooSmallToGainComesPlain() {
        Token token = mastodon.reader();
        try (WebSocketClient socket = open(token, "permessage-deflate")) {
            socket.subscribe("user").settle();
            mastodon.publish("timeline:" + token.account().id(), "delete", "\"109501234567890123\"");
            Frame frame = socket.frame(TEXT);
            assertFalse(frame.compressed());
            assertEquals(
                    "{\"stream\":[\"user\"],\"event\":\"delete\",\"payload\":\"109501234567890123\"}", frame.text());
        }
    }

    @Test
    void aClientsMessagesMayBeCompressed() {
        byte[] message =
                deflated("{\"type\":\"subscribe\",\"stream\":\"hashtag\",\"tag\":\"\u20acompressed\"}".getBytes(UTF_8));
        try (WebSocketClient socket = open(mastodon.reader(), "permessage-deflate")) {
            socket.send(compressed(message)).settle();
            String marker = mastodon.publishMarker("timeline:hashtag:ompressed");
            assertEquals(new SocketEvent("[\"hashtag\",\"\u20acompressed\"]", "delete", marker), socket.next());
        }
    }

    @Test
    void aCompressedMessageMayComeInFragments() {
        byte[] message =
                deflated("{\"type\":\"subscribe\",\"stream\":\"hashtag\",\"tag\":\"fr\u00e4gments\"}".getBytes(UTF_8));
        try (WebSocketClient socket = open(mastodon.reader(), "permessage-deflate")) {
            List<byte[]> frames = new ArrayList<>();
            frames.add(frame(0x40 | TEXT, 0x80, new byte[0], 0));
            for (byte b : message) {
                frames.add(WebSocketClient.fragment(CONTINUATION, new byte[] {b}));
                frames.add(frame(PING, new byte[] {b}));
            }
            frames.add(frame(CONTINUATION, new byte[0]));
            socket.send(frames);
            for (byte b : message) {
                assertArrayEquals(
                        new byte[] {b}, socket.frame(WebSocketClient.PONG).payload());
            }
            socket.settle();
            String marker = mastodon.publishMarker("timeline:hashtag:fragments");
            assertEquals(new SocketEvent("[\"hashtag\",\"fr\u00e4gments\"]", "delete", marker), socket.next());
        }
    }

    @Test
    void plainMessagesMayComeBetweenThem() {
        byte[] unsubscribe = compressed(deflated("{\"type\":\"unsubscribe\",\"stream\":\"no\"}".getBytes(UTF_8)));
        try (WebSocketClient socket = open(mastodon.reader(), "permessage-deflate")) {
            socket.send(unsubscribe, compressed(new byte[] {0}), compressed(new byte[0]), unsubscribe);
            assertEquals("{\"error\":\"Error unsubscribing from channel\"}", socket.nextText());
            assertEquals("{\"error\":\"Error unsubscribing from channel\"}", socket.nextText());
            socket.settle();
        }
    }

    @Test
    void aMessageIsMeasuredInflated() {
        String start = "{\"type\":\"unsubscribe\",\"stream\":\"";
        String message = start + "x".repeat((4 << 10) - start.length() - 2) + "\"}";
        try (WebSocketClient socket = open(mastodon.reader(), "permessage-deflate")) {
            socket.send(compressed(deflated(message.getBytes(UTF_8))));
            assertEquals("{\"error\":\"Error unsubscribing from channel\"}", socket.nextText());
            assertClosed(1009, socket.send(compressed(deflated((message + " ").getBytes(UTF_8)))));
        }
        byte[] bomb = deflated(new byte[60 << 20]);
        assertTrue(bomb.length < 64 << 10);
        try (WebSocketClient socket = open(mastodon.reader(), "permessage-deflate")) {
            assertClosed(1009, socket.send(compressed(bomb)));
        }
    }

    @Test
    void whatIsMalformed() {
        try (WebSocketClient socket = open(mastodon.reader(), "permessage-deflate")) {
            assertClosed(1002, socket.send(compressed(new byte[] {(byte) 0xFF})));
        }
        try (WebSocketClient socket = open(mastodon.reader(), "permessage-deflate")) {
            assertClosed(1007, socket.send(compressed(deflated(new byte[] {'a', (byte) 0xC3, 0x28}))));
        }
        try (WebSocketClient socket = open(mastodon.reader(), "permessage-deflate")) {
            assertClosed(1003, socket.send(frame(COMPRESSED | BINARY, 0x80, new byte[] {0}, 1)));
        }
    }

    /** The other two bits; the first where no compressed message begins. */
    @Test
    void reservedBitsThatWereNotNegotiated() {
        byte[] message = deflated("{}".getBytes(UTF_8));
        for (int first : List.of(0xA0 | TEXT, 0x90 | TEXT, 0xE0 | TEXT, 0xC0 | PING, 0xC0 | WebSocketClient.CLOSE)) {
            try (WebSocketClient socket = open(mastodon.reader(), "permessage-deflate")) {
                byte[] content = (first & 0x0F) == TEXT ? message : new byte[0];
                assertClosed(1002, socket.send(frame(first, 0x80, content, content.length)));
            }
        }
        try (WebSocketClient socket = open(mastodon.reader(), "permessage-deflate")) {
            assertClosed(
                    1002,
                    socket.send(
                            frame(0x40 | TEXT, 0x80, message, message.length),
                            frame(COMPRESSED | CONTINUATION, 0x80, new byte[0], 0)));
        }
    }

    /** Other extensions are not negotiated, and without one the bit is not allowed. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate; server_max_window_bits=10",
                "permessage-deflate; unknown",
                "permessage-deflate; =",
                "x-webkit-deflate-frame",
                "deflate-frame, x-webkit-deflate-frame",
            })
    void whatIsDeclinedLeavesTheSocketPlain(String offered) {
        Token token = mastodon.reader();
        try (WebSocketClient socket = open(token, offered)) {
            assertNull(socket.head().header("Sec-WebSocket-Extensions"));
            socket.subscribe("user").settle();
            String payload = "x".repeat(3000);
            mastodon.publish("timeline:" + token.account().id(), "delete", '"' + payload + '"');
            Frame frame = socket.frame(TEXT);
            assertFalse(frame.compressed());
            assertEquals("{\"stream\":[\"user\"],\"event\":\"delete\",\"payload\":\"" + payload + "\"}", frame.text());
            assertClosed(1002, socket.send(compressed(deflated("{}".getBytes(UTF_8)))));
        }
    }

    private WebSocketClient open(Token token, String offered) {
        return trunkline
                .handshake("")
                .bearer(token)
                .header("Sec-WebSocket-Extensions", offered)
                .webSocket();
    }

    private static void assertClosed(int code, WebSocketClient socket) {
        assertEquals(code, socket.closed().code());
    }

    private static byte[] compressed(byte[] message) {
        return frame(COMPRESSED | TEXT, 0x80, message, message.length);
    }

    private static byte[] deflated(byte[] text) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflater.setInput(text);
        byte[] out = new byte[text.length + 100];
        int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        deflater.end();
        return Arrays.copyOf(out, length - 4);
    }
}
