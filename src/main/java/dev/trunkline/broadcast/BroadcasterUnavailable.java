package dev.trunkline.broadcast;

/** Redis is away, or did not confirm a subscription in time; a later attempt may succeed. */
public final class BroadcasterUnavailable extends RuntimeException {

    public BroadcasterUnavailable(String reason) {
        // An expected answer to the caller and no fault: no stack trace.
        super(reason, null, false, false);
    }
}
