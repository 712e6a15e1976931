package dev.trunkline.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;

/** What the events of a message have in common is compressed once. */
class CompressedTest {

    private static Compressed of(Message message, Object form, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return Compressed.of(message, form, () -> bytes.length, out -> out.writeBytes(bytes));
    }

    private static Message message(String payload) {
        return Event.text("update", payload.getBytes(UTF_8)).message();
    }

    @Test
    void itIsTheTextCompressed() throws DataFormatException {
        String text = "again and again ".repeat(20);
        Compressed compressed = of(message("a"), "form", text);
        Inflater inflater = new Inflater(true);
        inflater.setInput(compressed.bytes());
        byte[] read = new byte[1000];
        int length = inflater.inflate(read);
        inflater.end();
        assertArrayEquals(text.getBytes(UTF_8), Arrays.copyOf(read, length));
        assertEquals(text.length(), compressed.length());
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(UTF_8));
        assertEquals((int) crc.getValue(), compressed.checksum());
    }

    @Test
    void itIsRememberedForItsMessageAndForm() {
        Message message = message("b");
        Compressed first = of(message, "form", "text");
        assertSame(first, of(message, "form", "text"));
        assertNotSame(first, of(message, "another", "text"));
        assertNotSame(first, of(message("b"), "form", "text"));
    }

    /** It would take memory, and nobody asks for it again. */
    @Test
    void whatNoOtherEventHasIsNotRemembered() {
        Event status = Event.json("update", "{\"id\":\"1\"}".getBytes(UTF_8));
        Message filtered =
                status.withMember("filtered", "[]".getBytes(UTF_8), true).message();
        assertNotSame(of(filtered, "form", "text"), of(filtered, "form", "text"));
    }
}
