package dev.trunkline.audience;

/**
 * Which statuses a feed lets a viewer have, as it was when the stream was subscribed to (protocol, section 6, check 1).
 *
 * @param local statuses of this server's accounts
 * @param remote those of other servers'
 */
public record FeedAccess(boolean local, boolean remote) {

    /** Everything, as in a stream that is no feed. */
    public static final FeedAccess ALL = new FeedAccess(true, true);
}
