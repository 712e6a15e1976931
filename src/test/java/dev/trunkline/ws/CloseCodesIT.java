package dev.trunkline.ws;

import static dev.trunkline.harness.WebSocketClient.BINARY;
import static dev.trunkline.harness.WebSocketClient.CLOSE;
import static dev.trunkline.harness.WebSocketClient.CONTINUATION;
import static dev.trunkline.harness.WebSocketClient.PING;
import static dev.trunkline.harness.WebSocketClient.PONG;
import static dev.trunkline.harness.WebSocketClient.TEXT;
import static dev.trunkline.harness.WebSocketClient.fragment;
import static dev.trunkline.harness.WebSocketClient.frame;
import static dev.trunkline.harness.WebSocketClient.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.SocketEvent;
import dev.trunkline.harness.Token;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WebSocketClient;
import dev.trunkline.harness.WebSocketClient.Frame;
import dev.trunkline.harness.WireTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames that a client must not send, and the close codes for them (protocol, sections 5 and 10; RFC 6455). */
@WireTest
class CloseCodesIT {

    private final Trunkline trunkline;
    private final Mastodon mastodon;

    CloseCodesIT(Trunkline trunkline, Mastodon mastodon) {
        this.trunkline = trunkline;
        this.mastodon = mastodon;
    }

    private static final byte[] BAD_UTF8 = {'a', (byte) 0xC3, 0x28};

    @Test
    void aBinaryMessage() {
        try (WebSocketClient socket = open()) {
            assertClosed(
                    1003,
                    "The mastodon streaming server does not support binary messages",
                    socket.send(frame(BINARY, new byte[3])));
        }
        try (WebSocketClient socket = open()) {
            assertClosed(
                    1003,
                    "The mastodon streaming server does not support binary messages",
                    socket.send(fragment(BINARY, new byte[3])));
        }
    }

    @Test
    void textThatIsNotUtf8() {
        for (byte[] bad : List.of(
                BAD_UTF8,
                new byte[] {(byte) 0x80},
                new byte[] {(byte) 0xC0, (byte) 0x80},
                new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
                new byte[] {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
                new byte[] {'a', (byte) 0xE2, (byte) 0x82})) {
            try (WebSocketClient socket = open()) {
                assertClosed(1007, "", socket.send(frame(TEXT, bad)));
            }
        }
    }

    @Test
    void textThatIsNotUtf8InFragments() {
        try (WebSocketClient socket = open()) {
            assertClosed(1007, "", socket.send(fragment(TEXT, new byte[] {'a'}), frame(CONTINUATION, BAD_UTF8)));
        }
        try (WebSocketClient socket = open()) {
            assertClosed(
                    1007, "", socket.send(fragment(TEXT, new byte[] {(byte) 0xE2}), frame(CONTINUATION, new byte[] {
                        (byte) 0x82
                    })));
        }
    }

    @Test
    void aCharacterMayBeSplitBetweenFragments() {
        byte[] text = "{\"type\":\"subscribe\",\"stream\":\"hashtag\",\"tag\":\"\u20ac\u00e9x\"}".getBytes(UTF_8);
        try (WebSocketClient socket = open()) {
            List<byte[]> frames = new ArrayList<>();
            frames.add(fragment(TEXT, new byte[0]));
            for (byte b : text) {
                frames.add(fragment(CONTINUATION, new byte[] {b}));
                frames.add(frame(PING, new byte[] {b}));
            }
            frames.add(frame(CONTINUATION, new byte[0]));
            socket.send(frames);
            for (byte b : text) {
                assertArrayEquals(new byte[] {b}, socket.frame(PONG).payload());
            }
            socket.settle();
            String marker = mastodon.publishMarker("timeline:hashtag:ex");
            assertEquals(new SocketEvent("[\"hashtag\",\"\u20ac\u00e9x\"]", "delete", marker), socket.next());
        }
    }

    @Test
    void aMessageOfExactlyTheLimitIsReadWhateverItsFragments() {
        String start = "{\"type\":\"unsubscribe\",\"stream\":\"";
        String message = start + "x".repeat((64 << 10) - start.length() - 2) + "\"}";
        try (WebSocketClient socket = open()) {
            socket.say(message);
            assertEquals("{\"error\":\"Error unsubscribing from channel\"}", socket.nextText());
            byte[] bytes = message.getBytes(UTF_8);
            List<byte[]> frames = new ArrayList<>();
            for (int from = 0; from < bytes.length; from += 1000) {
                frames.add(fragment(
                        from == 0 ? TEXT : CONTINUATION,
                        Arrays.copyOfRange(bytes, from, Math.min(from + 1000, bytes.length))));
            }
            frames.add(frame(CONTINUATION, new byte[0]));
            socket.send(frames);
            assertEquals("{\"error\":\"Error unsubscribing from channel\"}", socket.nextText());
            socket.settle();
        }
    }

    @Test
    void aMessageOverTheLimit() {
        try (WebSocketClient socket = open()) {
            assertClosed(1009, "", socket.say("x".repeat((64 << 10) + 1)));
        }
        try (WebSocketClient socket = open()) {
            assertClosed(1009, "", socket.send(fragment(TEXT, new byte[60_000]), frame(CONTINUATION, new byte[6_000])));
        }
        try (WebSocketClient socket = open()) {
            // The socket is closed before the end of the message.
            assertClosed(
                    1009, "", socket.send(fragment(TEXT, new byte[60_000]), fragment(CONTINUATION, new byte[6_000])));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {100_000, 1 << 20, (1 << 20) + 1, 16 << 20, 1L << 31, 1L << 40, Long.MAX_VALUE})
    void aMessageFarOverTheLimit(long declared) {
        try (WebSocketClient socket = open()) {
            byte[] sent = new byte[(int) Math.min(declared, 100_000)];
            assertClosed(1009, "", socket.send(frame(0x81, 0x80, sent, declared)));
        }
    }

    @Test
    void aLengthWithTheTopBitSet() {
        try (WebSocketClient socket = open()) {
            assertProtocolError(socket.send(frame(0x81, 0x80, new byte[10], -1L)));
        }
    }

    @Test
    void framesThatAreNotMasked() {
        try (WebSocketClient socket = open()) {
            assertProtocolError(socket.send(frame(0x81, 0, new byte[] {'{', '}'}, 2)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x83, 0x84, 0x87, 0x8B, 0x8F, 0xC1, 0xA1, 0x91, 0x80, 0x00, 0x09, 0x08, 0x0A})
    void opcodesAndBitsThatAreNotAllowed(int first) {
        try (WebSocketClient socket = open()) {
            assertProtocolError(socket.send(frame(first, 0x80, new byte[] {1, 2}, 2)));
        }
    }

    @Test
    void controlFramesThatAreTooLong() {
        try (WebSocketClient socket = open()) {
            assertProtocolError(socket.send(frame(PING, new byte[126])));
        }
    }

    @Test
    void aSecondMessageWithinTheFirst() {
        try (WebSocketClient socket = open()) {
            assertProtocolError(socket.send(fragment(TEXT, new byte[] {'{'}), text("}")));
        }
    }

    @Test
    void laterMessagesAreNotExecuted() {
        Token token = mastodon.reader();
        try (WebSocketClient socket = trunkline.webSocket("?stream=user", token)) {
            socket.settle();
            socket.send(
                    text("{}"), frame(BINARY, new byte[1]), text("{\"type\":\"subscribe\",\"stream\":\"nowhere\"}"));
            assertEquals(1003, socket.closed().code());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 3000, 4999})
    void aCloseIsAnsweredWithItsCode(int code) {
        try (WebSocketClient socket = open()) {
            socket.send(frame(CLOSE, new byte[] {(byte) (code >> 8), (byte) code, 'b', 'y', 'e'}));
            assertEquals(code, socket.frame(CLOSE).code());
            assertTrue(socket.dropped());
        }
    }

    @Test
    void aCloseWithoutCodeIsAnswered() {
        try (WebSocketClient socket = open()) {
            socket.send(frame(CLOSE, new byte[0]));
            assertTrue(List.of(1000, WebSocketClient.NO_CODE)
                    .contains(socket.frame(CLOSE).code()));
            assertTrue(socket.dropped());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 2999})
    void aCloseWithACodeThatMayNotBeSent(int code) {
        try (WebSocketClient socket = open()) {
            assertProtocolError(socket.send(frame(CLOSE, new byte[] {(byte) (code >> 8), (byte) code})));
        }
    }

    @Test
    void nothingFollowsTheCloseOfTheClient() {
        Token token = mastodon.reader();
        try (WebSocketClient socket = trunkline.webSocket("?stream=user", token)) {
            socket.settle();
            socket.send(
                    text("{\"type\":\"subscribe\",\"stream\":\"direct\"}"), frame(CLOSE, new byte[] {3, (byte) 0xE8}));
            socket.frame(CLOSE);
            mastodon.publishMarker("timeline:" + token.account().id());
            assertEquals("", socket.socket().rest());
        }
    }

    @Test
    void pingsAreAnsweredWithTheirContent() {
        try (WebSocketClient socket = open()) {
            socket.send(
                    frame(PING, new byte[0]),
                    frame(PING, "abc".getBytes(UTF_8)),
                    frame(PONG, new byte[5]),
                    frame(PING, new byte[125]));
            assertEquals(0, socket.frame(PONG).payload().length);
            assertEquals("abc", socket.frame(PONG).text());
            assertEquals(125, socket.frame(PONG).payload().length);
            socket.settle();
        }
    }

    @Test
    void fragmentsWithoutEndAreNotKept() {
        try (WebSocketClient socket = open()) {
            socket.send(fragment(TEXT, new byte[0]));
            for (int i = 0; i < 20; i++) {
                socket.send(Collections.nCopies(5_000, fragment(CONTINUATION, new byte[0])));
            }
            socket.send(frame(CONTINUATION, "{}".getBytes(UTF_8))).settle();
        }
    }

    private WebSocketClient open() {
        return trunkline.webSocket("", mastodon.reader());
    }

    private static void assertClosed(int code, String reason, WebSocketClient socket) {
        Frame close = socket.frame(CLOSE);
        assertEquals(code, close.code());
        assertEquals(reason, close.reason());
    }

    private static void assertProtocolError(WebSocketClient socket) {
        assertEquals(1002, socket.frame(CLOSE).code());
    }
}
