package dev.trunkline.event;

import java.util.Arrays;

/**
 * What was published: a name and a payload, immutable. A status is published to many home timelines in the same words; then all
 * of those events have one message, which is parsed, kept and compressed once. Equality is identity.
 */
public final class Message {

    private final String name;
    private final PayloadKind kind;
    private final byte[] payload;
    private final long fingerprint;

    private final boolean personal;

    /** @param fingerprint see {@link #fingerprint()}; 0 if no other event can have the message */
    Message(String name, PayloadKind kind, byte[] payload, long fingerprint) {
        this(name, kind, payload, fingerprint, false);
    }

    /** @param personal see {@link #personal()} */
    Message(String name, PayloadKind kind, byte[] payload, long fingerprint, boolean personal) {
        this.personal = personal;
        this.name = name;
        this.kind = kind;
        this.payload = payload;
        this.fingerprint = fingerprint;
    }

    String name() {
        return name;
    }

    PayloadKind kind() {
        return kind;
    }

    byte[] payload() {
        return payload;
    }

    boolean hasTextOf(Message other) {
        return name.equals(other.name) && kind == other.kind && Arrays.equals(payload, other.payload);
    }

    /**
     * Whether it was made for one account, of what others have written and what only that account knows. It must not be compressed:
     * the length would tell what the two have in common.
     */
    public boolean personal() {
        return personal;
    }

    /** Whether other events may have it, too. */
    boolean mayComeAgain() {
        return fingerprint != 0;
    }

    /** A number for the bytes that were published, the same in every process; see {@link Fingerprint}. */
    long fingerprint() {
        return fingerprint;
    }
}
