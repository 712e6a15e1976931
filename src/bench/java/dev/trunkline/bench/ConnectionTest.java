package dev.trunkline.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** The benchmark's figures are worth what its count is worth: a byte too few, too many or wrong must not pass. */
class ConnectionTest {
    private static final String HEAD =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";

    private final Statuses statuses = new Statuses(512, 2, null);
    private final String first = record(0);
    private final String second = record(1);

    @Test
    void countsEveryByteWhereverTheReadsEnd() throws IOException {
        String wire = HEAD + chunk(":)\n") + chunk(first) + chunk(":thump\n") + chunk(second);
        for (int size = 1; size <= wire.length(); size++) {
            Connection connection = new Connection(statuses);
            for (int start = 0; start < wire.length(); start += size) {
                take(connection, wire.substring(start, Math.min(wire.length(), start + size)));
            }
            assertTrue(connection.whole());
            assertEquals(2, connection.delivered());
            assertEquals(wire.length(), connection.wireBytes());
            assertEquals(connection.expectedBytes(2), connection.streamBytes());
        }
    }

    @Test
    void takesRecordsThatShareAChunkOrFillSeveral() throws IOException {
        Connection connection = new Connection(statuses);
        String records = first + second;
        take(connection, HEAD + chunk(":)\n") + chunk(records.substring(0, 100)) + chunk(records.substring(100)));
        assertEquals(2, connection.delivered());
        assertTrue(connection.whole());
    }

    @Test
    void seesWhatIsMissing() throws IOException {
        Connection connection = new Connection(statuses);
        take(connection, HEAD + chunk(":)\n"));
        assertTrue(connection.open());
        take(connection, "20f\r\n" + first.substring(0, 200));
        assertEquals(0, connection.delivered());
        assertFalse(connection.whole());
    }

    @Test
    void refusesWhatIsWrong() {
        refused(HEAD + chunk(":-)\n"));
        refused(HEAD + chunk(":)\n") + chunk(second));
        refused(HEAD + chunk(":)\n") + chunk(first) + chunk(first));
        refused(HEAD + chunk(":)\n") + chunk(first.replace("Author", "Auther")));
        refused(HEAD + chunk(":)\n") + chunk(first) + chunk(":other\n"));
        refused(HEAD + chunk(":)\n") + chunk(first) + chunk(second) + chunk(record(0)));
        refused(HEAD + chunk(":)\n") + chunk(first) + "0\r\n\r\n");
        refused(HEAD.replace("200 OK", "401 Unauthorized") + "{}");
    }

    private void refused(String wire) {
        assertThrows(IOException.class, () -> take(new Connection(statuses), wire));
    }

    private static void take(Connection connection, String wire) throws IOException {
        connection.take(ByteBuffer.wrap(wire.getBytes(ISO_8859_1)), 2);
    }

    private static String chunk(String data) {
        return Integer.toHexString(data.length()) + "\r\n" + data + "\r\n";
    }

    /** As a string of bytes, so that its length is what the chunk's size says. */
    private String record(long number) {
        return new String(Statuses.record(statuses.message(number)), ISO_8859_1);
    }
}
