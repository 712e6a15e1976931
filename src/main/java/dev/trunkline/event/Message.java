package dev.trunkline.event;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What was published: a name and a payload, immutable. A status is published to many home timelines in the same words; then all
 * of those events have one message, which is parsed, kept and compressed once. Equality is identity.
 */
public final class Message {

    private final String name;
    private final PayloadKind kind;
    private final byte[] payload;
    private final long fingerprint;

    /** @param fingerprint see {@link #fingerprint()} */
    Message(String name, PayloadKind kind, byte[] payload, long fingerprint) {
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

    /** The virtual machine's own number for an object costs more to find. */
    @Override
    public int hashCode() {
        return (int) fingerprint;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    boolean hasTextOf(Message other) {
        return name.equals(other.name) && kind == other.kind && Arrays.equals(payload, other.payload);
    }

    /** Whether other events may have it, too. What was made for one account has no fingerprint. */
    boolean mayComeAgain() {
        return fingerprint != 0;
    }

    /** A number for the bytes that were published, the same in every process; see {@link Fingerprint}. */
    long fingerprint() {
        return fingerprint;
    }
}
