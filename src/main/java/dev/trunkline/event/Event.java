package dev.trunkline.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * A message of a channel: a name and a payload, immutable and shared by all subscriptions (protocol, section 6).
 *
 * <p>Two messages with the same bytes are two events: equality is identity, so that an event can be the key of results
 * that were computed for it.
 */
public final class Event implements Parsed {
    /** The form of a payload's bytes. */
    public enum Payload {
        /** A JSON object or array without white space between its tokens. */
        JSON,

        /** The bare text of a string, a number or {@code true}: not JSON. It may contain line breaks. */
        TEXT,

        /** No payload, no bytes: {@code filters_changed}, and the events of system channels. */
        NONE
    }

    private static final byte[] NOTHING = {};

    private final String name;
    private final Payload kind;
    private final byte[] payload;
    private final long arrived;

    private Event(String name, Payload kind, byte[] payload, long arrived) {
        this.name = name;
        this.kind = kind;
        this.payload = payload;
        this.arrived = arrived;
    }

    /**
     * An event with a JSON payload.
     *
     * @param json an object or array in well-formed UTF-8 without white space between tokens; never changed afterwards
     */
    public static Event json(String name, byte[] json) {
        return new Event(name, Payload.JSON, json, System.nanoTime());
    }

    /**
     * An event with a text as payload.
     *
     * @param text in well-formed UTF-8; never changed afterwards
     */
    public static Event text(String name, byte[] text) {
        return new Event(name, Payload.TEXT, text, System.nanoTime());
    }

    /** An event without a payload. */
    public static Event bare(String name) {
        return new Event(name, Payload.NONE, NOTHING, System.nanoTime());
    }

    /** The event's name, {@code status.update}: not empty, without control characters. */
    public String name() {
        return name;
    }

    /** The form of the payload's bytes. */
    public Payload kind() {
        return kind;
    }

    /** The payload's bytes in well-formed UTF-8. They are shared and must not be changed. */
    public byte[] payload() {
        return payload;
    }

    /**
     * The same event with one more member at the end of its payload, which must be a JSON object with at least one member;
     * the rest of the payload stays as it is.
     *
     * @param value JSON in well-formed UTF-8
     */
    public Event withMember(String member, byte[] value) {
        byte[] key = (",\"" + member + "\":").getBytes(UTF_8);
        int end = payload.length - 1;
        byte[] longer = Arrays.copyOf(payload, payload.length + key.length + value.length);
        System.arraycopy(key, 0, longer, end, key.length);
        System.arraycopy(value, 0, longer, end + key.length, value.length);
        longer[longer.length - 1] = '}';
        return new Event(name, Payload.JSON, longer, arrived);
    }

    /** When the event arrived in the process, by {@link System#nanoTime()}. */
    public long arrived() {
        return arrived;
    }

    /** Without the content, which must not reach a log. */
    @Override
    public String toString() {
        return name + " (" + kind + ", " + payload.length + " bytes)";
    }
}
