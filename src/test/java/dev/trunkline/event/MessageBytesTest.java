package dev.trunkline.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Messages among others in one array. */
class MessageBytesTest {

    @Provide
    Arbitrary<List<Message>> messages() {
        Arbitrary<String> names = Arbitraries.oneOf(
                Arbitraries.of("update", "delete", "filters_changed"),
                Arbitraries.strings().ofMinLength(1).ofMaxLength(6));
        Arbitrary<byte[]> payloads = Arbitraries.bytes().array(byte[].class).ofMaxSize(40);
        return Combinators.combine(names, Arbitraries.of(PayloadKind.class), payloads, Arbitraries.longs())
                .as(Message::new)
                .list()
                .ofMaxSize(8);
    }

    @Property(tries = 300)
    void areReadAsTheyWereWritten(@ForAll("messages") List<Message> messages) {
        byte[] bytes = new byte[messages.stream().mapToInt(MessageBytes::size).sum()];
        int[] places = new int[messages.size()];
        int end = 0;
        for (int i = 0; i < places.length; i++) {
            places[i] = end;
            MessageBytes.write(messages.get(i), bytes, end);
            end += MessageBytes.size(messages.get(i));
        }
        for (int i = 0; i < places.length; i++) {
            Message written = messages.get(i);
            Message read = MessageBytes.read(bytes, places[i]);
            // A lone surrogate is no text: it cannot be published.
            assertEquals(new String(written.name().getBytes(UTF_8), UTF_8), read.name());
            assertEquals(written.kind(), read.kind());
            assertEquals(written.fingerprint(), read.fingerprint());
            assertArrayEquals(written.payload(), read.payload());
            assertTrue(MessageBytes.isAt(read, bytes, places[i]));
            byte[] longer = Arrays.copyOf(read.payload(), read.payload().length + 1);
            assertFalse(MessageBytes.isAt(
                    new Message(read.name(), read.kind(), longer, read.fingerprint()), bytes, places[i]));
            assertFalse(MessageBytes.isAt(
                    new Message(read.name() + "x", read.kind(), read.payload(), read.fingerprint()), bytes, places[i]));
        }
    }
}
