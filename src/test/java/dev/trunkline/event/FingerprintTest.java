package dev.trunkline.event;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Numbers by which processes recognise what was published. */
class FingerprintTest {

    @Property(tries = 300)
    void everyBitCounts(@ForAll @Size(max = 100) byte[] bytes) {
        Set<Long> all = new HashSet<>(Set.of(Fingerprint.of(bytes)));
        assertEquals(all, Set.of(Fingerprint.of(bytes.clone())));
        assertTrue(all.add(Fingerprint.of(Arrays.copyOf(bytes, bytes.length + 1))), "longer");
        for (int i = 0; i < bytes.length * Byte.SIZE; i++) {
            byte[] other = bytes.clone();
            other[i / Byte.SIZE] ^= (byte) (1 << (i % Byte.SIZE));
            assertTrue(all.add(Fingerprint.of(other)), "bit " + i);
        }
    }

    /** The words of a block are computed side by side. */
    @Test
    void theOrderCounts() {
        String block = "aaaaaaaabbbbbbbbccccccccdddddddd";
        String exchanged = "bbbbbbbbaaaaaaaaccccccccdddddddd";
        assertNotEquals(Fingerprint.of(block), Fingerprint.of(exchanged));
        assertNotEquals(Fingerprint.of(block + exchanged), Fingerprint.of(exchanged + block));
        assertNotEquals(Fingerprint.of(1, 2), Fingerprint.of(2, 1));
    }

    @Test
    void anEventsNumberIsThatOfAllThatWasPublished() {
        byte[] published = "{\"event\":\"delete\",\"payload\":\"103\"}".getBytes(US_ASCII);
        assertEquals(Fingerprint.of(published), ((Event) EventParser.parse(published)).fingerprint());
        byte[] payload = "1".getBytes(US_ASCII);
        Event event = Event.text("delete", payload);
        assertEquals(event.fingerprint(), event.kept(new byte[38], 9).fingerprint());
        assertNotEquals(event.fingerprint(), Event.json("delete", payload).fingerprint());
        assertNotEquals(event.fingerprint(), Event.text("update", payload).fingerprint());
    }

    /** Processes of different versions run side by side: these numbers stay. */
    @Test
    void theNumbersStayTheSame() {
        assertEquals(-5331220711383319257L, Fingerprint.of("timeline:public"));
        assertEquals(
                -3911186222941579427L,
                Fingerprint.of("timeline:public timeline:public:local, and more than a block of 32 bytes"));
        assertEquals(-4764530357116354524L, Fingerprint.of(1, 2));
    }
}
