package dev.trunkline.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A message as bytes in a large array, for where very many are kept: fingerprint, kind, length of the payload, length of the name,
 * payload, name.
 */
public final class MessageBytes {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());

    private static final int KIND = Long.BYTES;
    private static final int PAYLOAD_LENGTH = KIND + 1;
    private static final int NAME_LENGTH = PAYLOAD_LENGTH + Integer.BYTES;
    private static final int PAYLOAD = NAME_LENGTH + Integer.BYTES;

    private static final byte JSON = 'j';
    private static final byte TEXT = 't';
    private static final byte NONE = 'n';

    private MessageBytes() {}

    /** How many bytes a message takes. */
    public static int size(Message message) {
        return PAYLOAD + message.payload().length + message.name().getBytes(UTF_8).length;
    }

    /** Writes a message to a place, from where on there have to be as many bytes as it takes. */
    public static void write(Message message, byte[] bytes, int place) {
        byte[] payload = message.payload();
        byte[] name = message.name().getBytes(UTF_8);
        LONGS.set(bytes, place, message.fingerprint());
        bytes[place + KIND] = code(message.kind());
        INTS.set(bytes, place + PAYLOAD_LENGTH, payload.length);
        INTS.set(bytes, place + NAME_LENGTH, name.length);
        System.arraycopy(payload, 0, bytes, place + PAYLOAD, payload.length);
        System.arraycopy(name, 0, bytes, place + PAYLOAD + payload.length, name.length);
    }

    /** The message that was written to a place. */
    public static Message read(byte[] bytes, int place) {
        int payloadEnd = payloadEnd(bytes, place);
        byte[] payload = Arrays.copyOfRange(bytes, place + PAYLOAD, payloadEnd);
        return new Message(name(bytes, payloadEnd, nameLength(bytes, place)), kind(bytes, place), payload, (long)
                LONGS.get(bytes, place));
    }

    /** Whether the message that was written to a place is this one, or has the same text. */
    public static boolean isAt(Message message, byte[] bytes, int place) {
        int payloadEnd = payloadEnd(bytes, place);
        byte[] payload = message.payload();
        return (long) LONGS.get(bytes, place) == message.fingerprint()
                && kind(bytes, place) == message.kind()
                && Arrays.equals(bytes, place + PAYLOAD, payloadEnd, payload, 0, payload.length)
                && name(bytes, payloadEnd, nameLength(bytes, place)).equals(message.name());
    }

    private static byte code(PayloadKind kind) {
        return switch (kind) {
            case JSON -> JSON;
            case TEXT -> TEXT;
            case NONE -> NONE;
        };
    }

    private static PayloadKind kind(byte[] bytes, int place) {
        return switch (bytes[place + KIND]) {
            case JSON -> PayloadKind.JSON;
            case TEXT -> PayloadKind.TEXT;
            default -> PayloadKind.NONE;
        };
    }

    private static int payloadEnd(byte[] bytes, int place) {
        return place + PAYLOAD + (int) INTS.get(bytes, place + PAYLOAD_LENGTH);
    }

    private static int nameLength(byte[] bytes, int place) {
        return (int) INTS.get(bytes, place + NAME_LENGTH);
    }

    private static String name(byte[] bytes, int from, int length) {
        String known = EventName.known(bytes, from, from + length);
        return known == null ? new String(bytes, from, length, UTF_8) : known;
    }
}
