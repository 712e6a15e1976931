package dev.trunkline.event;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;

/** Texts are compressed apart, and can be put behind one another (RFC 1951). */
class DeflateTest {

    /** An empty final block. */
    private static final byte[] END = {3, 0};

    private static byte[] noise(int length) {
        byte[] noise = new byte[length];
        new Random(length).nextBytes(noise);
        return noise;
    }

    private static byte[] compressed(byte[] text) {
        ByteBuf out = Unpooled.directBuffer(Deflate.mostBytes(text.length), Deflate.mostBytes(text.length));
        Deflate.compress(Unpooled.wrappedBuffer(text), out);
        return ByteBufUtil.getBytes(out);
    }

    private static byte[] inflated(byte[] compressed) throws IOException {
        return new InflaterInputStream(new ByteArrayInputStream(compressed), new Inflater(true)).readAllBytes();
    }

    /** One thread compresses texts of all sizes, whatever came before. */
    @Test
    void whatCameBeforeDoesNotMatter() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        for (int length : new int[] {0, 10, 3000, 65_536, 65_537, 3000, 1 << 20, 1, 65_537, 0}) {
            byte[] text = noise(length);
            byte[] compressed = compressed(text);
            ByteArrayOutputStream alone = new ByteArrayOutputStream();
            alone.writeBytes(compressed);
            alone.writeBytes(END);
            assertArrayEquals(text, inflated(alone.toByteArray()));
            all.writeBytes(compressed);
            expected.writeBytes(text);
        }
        all.writeBytes(END);
        assertArrayEquals(expected.toByteArray(), inflated(all.toByteArray()));
    }
}
