package dev.trunkline.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The benchmark's figures depend on its count: a missing, additional or wrong byte must be noticed. */
class ReceptionTest {
    private static final String HEAD =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";

    /** With a char for each byte of UTF-8. */
    private static final String RESULT = new String(
            ("{\"filter\":{\"id\":\"1000001050\",\"title\":\"Topics \u2013 \\\"mine\\\"\",\"context\":[\"home\",\"public\"],"
                            + "\"expires_at\":null,\"filter_action\":\"warn\"},\"keyword_matches\":[\"Topic00001\"],"
                            + "\"status_matches\":null}")
                    .getBytes(UTF_8),
            ISO_8859_1);

    private final Statuses statuses = new Statuses(2048, 2, null, null);
    private final String first = record(0);
    private final String second = record(1);

    @Test
    void countsEveryByteWhereverAReadEnds() throws IOException {
        String wire = HEAD + chunk(":)\n") + chunk(first) + chunk(":thump\n") + chunk(second);
        for (int size = 1; size <= wire.length(); size++) {
            Reception connection = new StreamReception(statuses, 7, false);
            for (int start = 0; start < wire.length(); start += size) {
                take(connection, wire.substring(start, Math.min(wire.length(), start + size)));
            }
            assertTrue(connection.whole());
            assertEquals(2, connection.delivered());
            assertEquals(wire.length(), connection.wireBytes());
            connection.check(2);
        }
    }

    @Test
    void acceptsRecordsThatShareAChunkOrFillSeveral() throws IOException {
        Reception connection = new StreamReception(statuses, 7, false);
        String records = first + second;
        take(connection, HEAD + chunk(":)\n") + chunk(records.substring(0, 100)) + chunk(records.substring(100)));
        assertEquals(2, connection.delivered());
        assertTrue(connection.whole());
    }

    @Test
    void noticesMissingBytes() throws IOException {
        Reception connection = new StreamReception(statuses, 7, false);
        take(connection, HEAD + chunk(":)\n"));
        assertTrue(connection.open());
        take(connection, "20f\r\n" + first.substring(0, 200));
        assertEquals(0, connection.delivered());
        assertFalse(connection.whole());
    }

    @Test
    void rejectsWrongBytes() {
        rejected(HEAD + chunk(":-)\n"));
        rejected(HEAD + chunk(":)\n") + chunk(second));
        rejected(HEAD + chunk(":)\n") + chunk(first) + chunk(first));
        rejected(HEAD + chunk(":)\n") + chunk(first.replace("Author", "Auther")));
        rejected(HEAD + chunk(":)\n") + chunk(first) + chunk(":other\n"));
        rejected(HEAD + chunk(":)\n") + chunk(first) + chunk(second) + chunk(record(0)));
        rejected(HEAD + chunk(":)\n") + chunk(first) + "0\r\n\r\n");
        rejected(HEAD.replace("200 OK", "401 Unauthorized") + "{}");
    }

    @Test
    void expectsTheFilterOfTheViewerWithThatTopic() throws IOException {
        Statuses checked = new Statuses(2048, 2, null, new ViewerFilters(5, 10));
        String other = filtered(Statuses.record(checked.message(0)), "");
        byte[] own = Statuses.record(checked.message(1));
        String begin = HEAD + chunk(":)\n") + chunk(other);

        Reception connection = new StreamReception(checked, 21, false);
        take(connection, begin + chunk(filtered(own, RESULT)));
        connection.check(2);
        for (String wrong : List.of("", RESULT.replace("1000001050", "1000001051"), RESULT.replace("warn", "hide"))) {
            assertThrows(
                    IOException.class,
                    () -> take(new StreamReception(checked, 21, false), begin + chunk(filtered(own, wrong))));
        }
        assertThrows(
                IOException.class,
                () -> take(new StreamReception(checked, 22, false), begin + chunk(filtered(own, RESULT))));
        take(new StreamReception(checked, 22, false), begin + chunk(filtered(own, "")));

        // Of the first twelve statuses, 1 and 11 have that topic.
        assertEquals(12L * other.length() + 2L * RESULT.length(), checked.bytes(12, 21));
    }

    @Test
    void expectsFramesOfASocket() throws IOException {
        Statuses labelled = new Statuses(2048, 2, "public", new ViewerFilters(5, 10));
        String payload = new String(labelled.message(0), UTF_8);
        payload = payload.substring(payload.indexOf("{\"id\""), payload.length() - 2) + ",\"filtered\":[]}";
        byte[] frame = ("{\"stream\":[\"public\"],\"event\":\"update\",\"payload\":\""
                        + payload.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}")
                .getBytes(UTF_8);
        String wire = "HTTP/1.1 101 Switching Protocols\r\n\r\n\u0081~" + (char) (frame.length >> 8)
                + (char) (frame.length & 0xff) + new String(frame, ISO_8859_1);
        Reception socket = new SocketReception(labelled, 1);
        take(socket, wire, 1);
        socket.check(1);
        assertThrows(IOException.class, () -> socket.check(2));
        assertThrows(IOException.class, () -> take(new SocketReception(labelled, 0), wire, 1));
    }

    private static String filtered(byte[] record, String result) {
        String text = new String(record, ISO_8859_1);
        return text.substring(0, text.length() - 3) + ",\"filtered\":[" + result + "]}\n\n";
    }

    private void rejected(String wire) {
        assertThrows(IOException.class, () -> take(new StreamReception(statuses, 7, false), wire));
    }

    private static void take(Reception connection, String wire) throws IOException {
        take(connection, wire, 2);
    }

    private static void take(Reception connection, String wire, long published) throws IOException {
        connection.take(ByteBuffer.wrap(wire.getBytes(ISO_8859_1)), published);
    }

    private static String chunk(String data) {
        return Integer.toHexString(data.length()) + "\r\n" + data + "\r\n";
    }

    /** With a char for each byte, so that its length is the size of the chunk. */
    private String record(long number) {
        return new String(Statuses.record(statuses.message(number)), ISO_8859_1);
    }
}
