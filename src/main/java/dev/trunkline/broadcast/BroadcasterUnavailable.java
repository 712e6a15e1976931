package dev.trunkline.broadcast;

/** The publishers' server is away or did not confirm in time; the asker may try again later. */
public final class BroadcasterUnavailable extends RuntimeException {

    public BroadcasterUnavailable(String reason) {
        super(reason);
    }
}
