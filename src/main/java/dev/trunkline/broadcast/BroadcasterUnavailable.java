package dev.trunkline.broadcast;

/** The publishers' server is away or did not confirm in time; the asker may try again later. */
public final class BroadcasterUnavailable extends RuntimeException {

    public BroadcasterUnavailable(String reason) {
        // Somebody waits for an answer, nothing is at fault: no stack trace.
        super(reason, null, false, false);
    }
}
