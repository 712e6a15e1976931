package dev.trunkline.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

/** Bytes of compressed events count only if their text is what was published. */
class CompressedReceptionTest {
    private static final String STREAM =
            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String SOCKET = "HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Extensions:"
            + " permessage-deflate; server_no_context_takeover; client_no_context_takeover\r\n\r\n";
    private static final String GZIP = "\u001f\u008b\u0008\0\0\0\0\0\0\u00ff";
    private static final String ID = "id: " + "i".repeat(38) + "\n";

    private final CheckedFrames frames = new CheckedFrames();

    @Test
    void inflatesAStreamWhereverAReadEnds() throws IOException {
        Statuses statuses = new Statuses(2048, 2, null, null);
        String first = record(statuses, 0);
        String second = record(statuses, 1);
        String wire = STREAM
                + chunk(GZIP + deflated(":)\n"))
                + chunk(deflated(ID + "\n"))
                + chunk(deflated(ID + first))
                + chunk(deflated(":thump\n"))
                + chunk(deflated(ID + second));
        for (int size = 1; size <= wire.length(); size++) {
            CheckedFrames own = size % 2 == 0 ? frames : new CheckedFrames();
            Reception connection = new CompressedStream(statuses, 7, own);
            for (int start = 0; start < wire.length(); start += size) {
                take(connection, wire.substring(start, Math.min(wire.length(), start + size)), 2);
            }
            connection.check(2);
            assertEquals(wire.length(), connection.wireBytes());
        }
    }

    @Test
    void rejectsWrongTexts() {
        Statuses statuses = new Statuses(2048, 2, null, null);
        String first = record(statuses, 0);
        String second = record(statuses, 1);
        String begin = STREAM + chunk(GZIP + deflated(":)\n"));
        rejected(statuses, begin + chunk(deflated(ID + second)));
        rejected(statuses, begin + chunk(deflated(ID + first.replace("Author", "Auther"))));
        rejected(statuses, begin + chunk(deflated(ID + first)) + chunk(deflated(ID + first)));
        rejected(statuses, begin + chunk(deflated(first)));
        rejected(statuses, begin + chunk(deflated(ID + first)) + chunk("\3\0"));
        rejected(statuses, begin + chunk("no deflate\0\0\u00ff\u00ff"));
        rejected(statuses, STREAM + chunk(deflated(":)\n")));
        rejected(statuses, STREAM.replace("gzip", "br") + chunk(GZIP + deflated(":)\n")));
        Reception short1 = new CompressedStream(statuses, 7, frames);
        assertThrows(IOException.class, () -> {
            take(short1, begin + chunk(deflated(ID + first.substring(0, first.length() - 1))), 2);
            short1.check(1);
        });
    }

    @Test
    void aFrameIsKnownOnlyAsThatOfItsEvent() throws IOException {
        Statuses statuses = new Statuses(2048, 2, null, null);
        String first = chunk(deflated(ID + record(statuses, 0)));
        String second = chunk(deflated(ID + record(statuses, 1)));
        String begin = STREAM + chunk(GZIP + deflated(":)\n"));
        take(new CompressedStream(statuses, 7, frames), begin + first, 2);
        assertNotNull(frames.of(0, statuses.record(0, 7)));
        assertNull(frames.of(1, statuses.record(1, 7)));
        assertNull(frames.of(0, statuses.record(1, 7)));
        Reception other = new CompressedStream(statuses, 8, frames);
        take(other, begin + first, 2);
        assertThrows(IOException.class, () -> take(other, first, 2));
        Reception third = new CompressedStream(statuses, 9, frames);
        assertThrows(IOException.class, () -> take(third, begin + first.replace('a', 'b'), 2));
        Reception fourth = new CompressedStream(statuses, 9, frames);
        take(fourth, begin + first + second, 2);
        fourth.check(2);
    }

    @Test
    void inflatesFramesOfASocket() throws IOException {
        Statuses statuses = new Statuses(2048, 2, "user", null);
        statuses.message(0);
        byte[] plain = new byte[statuses.record(0, 1).capacity()];
        statuses.record(0, 1).get(0, plain);
        String text = new String(plain, 4, plain.length - 4, ISO_8859_1);
        String deflated = deflated(text);
        String message = deflated.substring(0, deflated.length() - 4);
        String frame = "\u00c1~" + (char) (message.length() >> 8) + (char) (message.length() & 0xff) + message;
        for (int size : new int[] {1, 2, 3, 100, 5000}) {
            Reception socket = new CompressedSocket(statuses, 1, size % 2 == 0 ? frames : new CheckedFrames());
            String wire = SOCKET + frame;
            for (int start = 0; start < wire.length(); start += size) {
                take(socket, wire.substring(start, Math.min(wire.length(), start + size)), 1);
            }
            assertTrue(socket.whole());
            socket.check(1);
        }
        assertThrows(
                IOException.class,
                () -> take(new CompressedSocket(statuses, 1, frames), SOCKET + frame.replace('\u00c1', '\u0081'), 1));
        assertThrows(
                IOException.class,
                () -> take(
                        new CompressedSocket(statuses, 1, frames),
                        "HTTP/1.1 101 Switching Protocols\r\n\r\n" + frame,
                        1));
    }

    /** A repeated letter would make any compression look good: Mastodon's statuses of that size take about 40 %. */
    @Test
    void statusesCompressLikeReal() {
        for (byte[] message : Statuses.messages(3072, 40)) {
            assertEquals(42, 100.0 * deflated(new String(message, ISO_8859_1)).length() / message.length, 4);
        }
    }

    private void rejected(Statuses statuses, String wire) {
        assertThrows(IOException.class, () -> take(new CompressedStream(statuses, 7, frames), wire, 2));
    }

    private static void take(Reception connection, String wire, long published) throws IOException {
        connection.take(ByteBuffer.wrap(wire.getBytes(ISO_8859_1)), published);
    }

    private static String chunk(String data) {
        return Integer.toHexString(data.length()) + "\r\n" + data + "\r\n";
    }

    private static String record(Statuses statuses, long number) {
        return new String(Statuses.record(statuses.message(number)), ISO_8859_1);
    }

    private static String deflated(String text) {
        Deflater deflater = new Deflater(6, true);
        deflater.setInput(text.getBytes(ISO_8859_1));
        byte[] out = new byte[2 * text.length() + 100];
        int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        deflater.end();
        return new String(out, 0, length, ISO_8859_1);
    }
}
