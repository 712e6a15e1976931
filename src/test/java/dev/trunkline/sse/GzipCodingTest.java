package dev.trunkline.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.event.Event;
import dev.trunkline.event.SseFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** A stream is one gzip file, though its parts are compressed apart (protocol, section 13; RFC 1952). */
class GzipCodingTest {

    private static final byte[] PRELUDE = ":)\n".getBytes(UTF_8);

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final GzipWire wire = new GzipWire(channel);
    private final GzipCoding coding = new GzipCoding(SseEncoding.PLAIN, wire);
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    private void write(ByteBuf frame) throws IOException {
        wire.write(frame);
        wire.flush();
        frame.release();
        ByteBuf written = channel.readOutbound();
        written.getBytes(written.readerIndex(), body, written.readableBytes());
        written.release();
    }

    private String text() throws IOException {
        return new String(new GZIPInputStream(new ByteArrayInputStream(body.toByteArray())).readAllBytes(), UTF_8);
    }

    private static String textOf(Event event, boolean ids) {
        ByteBuf text = Unpooled.buffer();
        (ids ? SseFrame.withId(event) : SseFrame.of(event)).writeTo(text);
        return text.toString(UTF_8);
    }

    @Property(tries = 200)
    void whatIsReadIsWhatWasWritten(@ForAll @Size(max = 20) List<byte[]> payloads) throws IOException {
        GzipCodingTest stream = new GzipCodingTest();
        stream.body.writeBytes(stream.coding.begin(PRELUDE));
        StringBuilder expected = new StringBuilder(":)\n");
        for (byte[] payload : payloads) {
            String text = new String(payload, UTF_8);
            Event event = Event.text("update", text.getBytes(UTF_8));
            boolean ids = payload.length % 2 == 0;
            if (payload.length % 3 > 0) {
                event = event.kept(text.getBytes(UTF_8), 1);
            }
            stream.write(stream.coding.events(ids).encode(event));
            stream.write(stream.coding.frame(":thump\n".getBytes(UTF_8)));
            expected.append(textOf(event, ids)).append(":thump\n");
        }
        stream.write(stream.coding.trailer());
        assertEquals(expected.toString(), stream.text());
    }

    @Test
    void whatCannotBeCompressedHasRoom() throws IOException {
        byte[] noise = new byte[300_000];
        new Random(1).nextBytes(noise);
        body.writeBytes(coding.begin(PRELUDE));
        write(coding.frame(noise));
        write(coding.trailer());
        byte[] read = new GZIPInputStream(new ByteArrayInputStream(body.toByteArray())).readAllBytes();
        assertEquals(noise.length + PRELUDE.length, read.length);
        assertTrue(body.size() < noise.length * 1.01);
    }

    @Test
    void longTextsHaveARightChecksum() {
        CRC32 whole = new CRC32();
        int sum = 0;
        for (int length : new int[] {1, 0, 65_536, 7, 1 << 20, 3}) {
            byte[] text = new byte[length];
            Arrays.fill(text, (byte) length);
            whole.update(text);
            ByteBuf frame = Unpooled.buffer(GzipChecksum.PART);
            GzipChecksum.putBehind(frame, Unpooled.wrappedBuffer(text));
            sum = GzipChecksum.after(sum, frame);
            assertEquals((int) whole.getValue(), sum);
            assertEquals(length, GzipChecksum.length(frame));
        }
    }

    @Test
    void encodingsOfTheSameKindShareFrames() {
        GzipCoding other = new GzipCoding(SseEncoding.PLAIN, wire);
        assertEquals(coding.events(true), other.events(true));
        assertTrue(!coding.events(true).equals(other.events(false)));
        assertTrue(!coding.events(true).equals(new GzipCoding(SseEncoding.CHUNKED, wire).events(true)));
    }
}
