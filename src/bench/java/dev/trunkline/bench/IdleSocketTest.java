package dev.trunkline.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class IdleSocketTest {
    private static final String ANSWER = String.join(
            "\r\n",
            "HTTP/1.1 101 Switching Protocols",
            "Upgrade: websocket",
            "Sec-WebSocket-Accept: CPEMVOdstaX8UnUheCNjlYdZXtk=",
            "",
            "");

    private final IdleSocket socket = new IdleSocket(new Statuses(Statuses.LEAST_BYTES, 1, null, null));

    private void take(String bytes) throws IOException {
        socket.take(ByteBuffer.wrap(bytes.getBytes(ISO_8859_1)), 0);
    }

    private static String hex(ByteBuffer bytes) {
        byte[] all = new byte[bytes.remaining()];
        bytes.get(all);
        return HexFormat.of().formatHex(all);
    }

    @Test
    void isOpenAfterTheHandshake() throws IOException {
        take(ANSWER.substring(0, 20));
        assertFalse(socket.open());
        take(ANSWER.substring(20));
        assertTrue(socket.open());
    }

    @Test
    void refusesAnotherKeysAnswer() {
        assertThrows(IOException.class, () -> take(ANSWER.replace("CPEM", "AAAA")));
    }

    @Test
    void answersPingsOnce() throws IOException {
        take(ANSWER + "\u0089\0");
        assertEquals("8a8000000000", hex(socket.pong()));
        assertFalse(socket.pong().hasRemaining());
        take("\u0089");
        take("\u0002h");
        assertFalse(socket.pong().hasRemaining());
        take("i");
        assertEquals("8a82000000006869", hex(socket.pong()));
    }

    @Test
    void expectsNoEvents() {
        assertThrows(IOException.class, () -> take(ANSWER + "\u0081\u0002{}"));
    }

    @Test
    void expectsACloseFrameOnlyInAnswerToItsOwn() throws IOException {
        assertEquals("88820000000003e8", hex(IdleSocket.closeFrame()));
        take(ANSWER);
        socket.closing();
        take("\u0088\u0002\u0003\u00e8");
        assertTrue(socket.closed());

        IdleSocket other = new IdleSocket(new Statuses(Statuses.LEAST_BYTES, 1, null, null));
        ByteBuffer bytes = ByteBuffer.wrap((ANSWER + "\u0088\0").getBytes(ISO_8859_1));
        assertThrows(IOException.class, () -> other.take(bytes, 0));
    }
}
