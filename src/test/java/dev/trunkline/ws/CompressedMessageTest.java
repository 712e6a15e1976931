package dev.trunkline.ws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.TooLongFrameException;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompressedMessageTest {

    private static final int MOST = 64 << 10;

    /** The examples of RFC 7692, section 7.2.3, but for those that need a history. */
    @ParameterizedTest
    @CsvSource({
        "f2 48 cd c9 c9 07 00, Hello",
        "00 05 00 fa ff 48 65 6c 6c 6f 00, Hello",
        "f3 48 cd c9 c9 07 00 00, Hello",
        "f2 48 05 00 00 00 ff ff ca c9 c9 07 00, Hello",
        "00, ''",
        "03 00 00, ''",
    })
    void theStandardsExamples(String message, String text) throws DataFormatException {
        assertEquals(text, new String(inflate(bytes(message), MOST), UTF_8));
    }

    @Test
    void aMessageWithoutAnyByteIsAnEmptyText() throws DataFormatException {
        assertEquals(0, inflate(new byte[0], MOST).length);
    }

    /** The end that the standard asks for behind a block that says it is the last is left out, or text goes on behind it. */
    @Test
    void blocksThatSayTheyAreTheLast() throws DataFormatException {
        assertEquals("Hello", new String(inflate(bytes("f3 48 cd c9 c9 07 00"), MOST), UTF_8));
        assertEquals(
                "HelloHello", new String(inflate(bytes("f3 48 cd c9 c9 07 00 f3 48 cd c9 c9 07 00 00"), MOST), UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ff", "07", "f2 48 cd", "00 20 00 df ff 48", "00 05 00 fa fe 48 65 6c 6c 6f 00", "fa 00 20 00"})
    void malformed(String message) {
        assertThrows(DataFormatException.class, () -> inflate(bytes(message), MOST));
        // Nothing of it is left for the next.
        assertEquals("Hello", inflatedText("f2 48 cd c9 c9 07 00"));
    }

    @Test
    void aTextOfExactlyTheLimitPassesAndALongerOneDoesNot() throws DataFormatException {
        byte[] text = "x".repeat(MOST).getBytes(UTF_8);
        assertArrayEquals(text, inflate(deflate(text), MOST));
        byte[] longer = deflate("x".repeat(MOST + 1).getBytes(UTF_8));
        assertThrows(TooLongFrameException.class, () -> inflate(longer, MOST));
    }

    @Test
    void aBombEndsAtTheLimit() {
        byte[] bomb = deflate(new byte[60 << 20]);
        assertTrue(bomb.length < MOST);
        assertThrows(TooLongFrameException.class, () -> inflate(bomb, MOST));
    }

    /** Each costs as much as a message. */
    @Test
    void aMessageMayEndSixteenTimesAndGoOn() throws DataFormatException {
        String end = "03 00 ";
        assertEquals("", new String(inflate(bytes((end.repeat(16) + "00").strip()), MOST), UTF_8));
        String message = end.repeat(18) + "00";
        assertThrows(DataFormatException.class, () -> inflate(bytes(message), MOST));
    }

    @Property(tries = 300)
    void whatIsInflatedIsWhatWasDeflated(
            @ForAll @Size(max = 3000) byte[] text,
            @ForAll @IntRange(min = 1, max = 40) int repeated,
            @ForAll @IntRange(max = 9) int level)
            throws DataFormatException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < repeated; i++) {
            all.writeBytes(text);
        }
        byte[] message = deflate(all.toByteArray(), level);
        assertArrayEquals(all.toByteArray(), inflate(message, Math.max(1, all.size())));
    }

    /** Any bytes are a text within the limit, malformed or too long. */
    @Property(tries = 3000)
    void anyBytes(@ForAll @Size(max = 200) byte[] message, @ForAll @IntRange(min = 1, max = 300) int most) {
        try {
            assertTrue(inflate(message, most).length <= most);
        } catch (DataFormatException | TooLongFrameException refused) {
            // Both have an end of the socket.
            assertEquals("Hello", inflatedText("f2 48 cd c9 c9 07 00"));
        }
    }

    /** As random bytes hardly get past the first block, good messages are damaged. */
    @Property(tries = 2000)
    void damagedMessages(
            @ForAll @Size(min = 1, max = 500) byte[] text, @ForAll int at, @ForAll byte damage, @ForAll boolean cut) {
        byte[] message = deflate(text);
        int place = Math.floorMod(at, message.length);
        message[place] ^= damage;
        anyBytes(cut ? Arrays.copyOf(message, place) : message, 300);
    }

    private static String inflatedText(String message) {
        try {
            return new String(inflate(bytes(message), MOST), UTF_8);
        } catch (DataFormatException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] inflate(byte[] message, int most) throws DataFormatException {
        ByteBuf input = Unpooled.wrappedBuffer(message);
        ByteBuf text = CompressedMessage.inflate(input, most);
        assertEquals(message.length, input.readableBytes());
        assertTrue(text.capacity() <= most);
        byte[] bytes = ByteBufUtil.getBytes(text);
        text.release();
        return bytes;
    }

    private static byte[] deflate(byte[] text) {
        return deflate(text, Deflater.DEFAULT_COMPRESSION);
    }

    private static byte[] deflate(byte[] text, int level) {
        Deflater deflater = new Deflater(level, true);
        deflater.setInput(text);
        byte[] out = new byte[text.length + text.length / 500 + 100];
        int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        deflater.end();
        return Arrays.copyOf(out, length - 4);
    }

    private static byte[] bytes(String hex) {
        String[] parts = hex.split(" ", -1);
        byte[] bytes = new byte[parts.length];
        for (int i = 0; i < parts.length; i++) {
            bytes[i] = (byte) Integer.parseInt(parts[i], 16);
        }
        return bytes;
    }
}
