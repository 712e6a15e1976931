package dev.trunkline.audience;

/**
 * Which statuses of a feed a viewer may see, read when the stream is subscribed to (protocol, section 6, check 1).
 *
 * @param local whether statuses of this server's accounts are allowed
 * @param remote whether statuses of other servers' accounts are allowed
 */
public record FeedAccess(boolean local, boolean remote) {

    /** Everything, as in a stream that is not a feed. */
    public static final FeedAccess ALL = new FeedAccess(true, true);
}
