package dev.trunkline.admission;

/** A request is refused for a reason that its client is told. It has no stack trace: it is an answer, not a fault. */
public final class RefusedException extends RuntimeException {

    private final Refusal refusal;

    public RefusedException(Refusal refusal) {
        super(refusal.text(), null, false, false);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
