package dev.trunkline.admission;

/** A refusal on its way to the client. It has no stack trace, since it is an answer and no fault. */
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
