package dev.trunkline.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A message of a channel: a name and a payload, immutable and shared by all subscriptions (protocol, section 6).
 *
 * <p>Two messages with the same bytes are two events: equality is identity, so that an event can be the key of results
 * that were computed for it.
 */
public final class Event implements Parsed {
    static final byte[] NOTHING = {};

    private final Message message;
    private final long arrived;
    private final byte @Nullable [] id;
    private final long number;

    private Event(Message message, long arrived, byte @Nullable [] id, long number) {
        this.message = message;
        this.arrived = arrived;
        this.id = id;
        this.number = number;
    }

    /**
     * An event that arrived earlier and was kept.
     *
     * @param arrived see {@link #arrived()}
     * @param id see {@link #id()}; never changed afterwards
     * @param number see {@link #number()}
     */
    public static Event again(Message message, long arrived, byte[] id, long number) {
        return new Event(message, arrived, id, number);
    }

    /** An event that arrives now. */
    static Event of(Message message) {
        return new Event(message, System.nanoTime(), null, 0);
    }

    private static Event of(String name, PayloadKind kind, byte[] payload) {
        long text = Fingerprint.of(payload);
        return of(new Message(
                name, kind, payload, Fingerprint.of(Fingerprint.of(name) + (kind == PayloadKind.TEXT ? 1 : 0), text)));
    }

    /**
     * An event with a JSON payload.
     *
     * @param json an object or array in well-formed UTF-8 without white space between tokens; never changed afterwards
     */
    public static Event json(String name, byte[] json) {
        return of(name, PayloadKind.JSON, json);
    }

    /**
     * An event with a text as payload.
     *
     * @param text in well-formed UTF-8; never changed afterwards
     */
    public static Event text(String name, byte[] text) {
        return of(name, PayloadKind.TEXT, text);
    }

    /** An event without a payload. */
    public static Event bare(String name) {
        return of(name, PayloadKind.NONE, NOTHING);
    }

    /** The same event with another message of the same text. */
    Event with(Message equal) {
        return new Event(equal, arrived, id, number);
    }

    /** What was published, which other events may share. */
    public Message message() {
        return message;
    }

    /** The event's name, {@code status.update}: not empty, without control characters. */
    public String name() {
        return message.name();
    }

    /** The form of the payload's bytes. */
    public PayloadKind kind() {
        return message.kind();
    }

    /** The payload's bytes in well-formed UTF-8. They are shared and must not be changed. */
    public byte[] payload() {
        return message.payload();
    }

    /**
     * The same event with one more member at the end of its payload, which must be a JSON object with at least one member;
     * the rest of the payload stays as it is.
     *
     * @param value JSON in well-formed UTF-8
     * @param personal whether only one account knows it
     */
    public Event withMember(String member, byte[] value, boolean personal) {
        byte[] payload = message.payload();
        byte[] key = (",\"" + member + "\":").getBytes(UTF_8);
        int end = payload.length - 1;
        byte[] longer = Arrays.copyOf(payload, payload.length + key.length + value.length);
        System.arraycopy(key, 0, longer, end, key.length);
        System.arraycopy(value, 0, longer, end + key.length, value.length);
        longer[longer.length - 1] = '}';
        return new Event(new Message(message.name(), PayloadKind.JSON, longer, 0, personal), arrived, id, number);
    }

    /**
     * The same event with its place among those that the process keeps (protocol, section 12).
     *
     * @param newId see {@link #id()}; never changed afterwards
     * @param newNumber see {@link #number()}
     */
    public Event kept(byte[] newId, long newNumber) {
        return new Event(message, arrived, newId, newNumber);
    }

    /**
     * What clients are told when events were missed (protocol, section 12). It comes from no publisher.
     *
     * @param reason the payload's {@code reason}
     * @param outage the number of the outage of Redis because of which everybody missed something; 0 if it is one client's
     */
    public static Event missed(String reason, long outage) {
        byte[] json = ("{\"reason\":\"" + reason + "\"}").getBytes(UTF_8);
        Message told = new Message(EventName.EVENTS_MISSED, PayloadKind.JSON, json, 0);
        return new Event(told, System.nanoTime(), null, -outage);
    }

    /** The id that clients with ids get, in ASCII; null if it has none. Shared, and must not be changed. */
    public byte @Nullable [] id() {
        return id;
    }

    /**
     * Its number among the events that the process keeps, in the order of their arrival on all channels together. 0 if it is not
     * kept; negative for {@link #missed}.
     */
    public long number() {
        return number;
    }

    /** A number for what was published, the same in every process (protocol, section 12). */
    public long fingerprint() {
        return message.fingerprint();
    }

    /** When the event arrived in the process, by {@link System#nanoTime()}. */
    public long arrived() {
        return arrived;
    }

    /** Without the content, which must not reach a log. */
    @Override
    public String toString() {
        return name() + " (" + kind() + ", " + payload().length + " bytes)";
    }
}
