package dev.trunkline.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.trunkline.event.Event;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A number of 64 bits for an event of a channel, the same in every process. It tells events apart, not friends from foes: who
 * publishes two events with one number makes clients of that channel get some events twice.
 *
 * <p>Eight bytes at a time, with the multiplications and rotations of MurmurHash3: a status of 3 KB takes less than a microsecond,
 * a tenth of a digest of the JDK's.
 */
final class Fingerprint {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long FIRST = 0x87c37b91114253d5L;
    private static final long SECOND = 0x4cf5ad432745937fL;

    private Fingerprint() {}

    static long of(String channel, Event event) {
        long hash = add(0, channel.getBytes(UTF_8));
        hash = add(hash, event.name().getBytes(UTF_8));
        hash = add(hash + (event.kind() == Event.Payload.TEXT ? 1 : 0), event.payload());
        return finish(hash);
    }

    /** A number for the channels of a stream. */
    static long of(List<String> channels) {
        return finish(add(1, String.join(" ", channels).getBytes(UTF_8)));
    }

    /** All bits of the result depend on all bits of the last. */
    private static long finish(long last) {
        long hash = (last ^ (last >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }

    private static long add(long before, byte[] bytes) {
        long hash = before;
        int place = 0;
        for (; place + Long.BYTES <= bytes.length; place += Long.BYTES) {
            hash = mix(hash, (long) LONGS.get(bytes, place));
        }
        long rest = bytes.length;
        for (; place < bytes.length; place++) {
            rest = (rest << Byte.SIZE) | Byte.toUnsignedLong(bytes[place]);
        }
        return mix(hash, rest);
    }

    private static long mix(long hash, long word) {
        long mixed = hash ^ (Long.rotateLeft(word * FIRST, 31) * SECOND);
        return Long.rotateLeft(mixed, 27) * 5 + 0x52dce729;
    }
}
