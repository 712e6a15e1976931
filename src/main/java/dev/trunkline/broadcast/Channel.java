package dev.trunkline.broadcast;

/**
 * A Redis channel, without the namespace.
 *
 * @param name for example {@code timeline:public}
 * @param announced whether the key {@code subscribed:<channel>} tells the publishers that the channel has subscribers
 *     (protocol, section 7); system channels are not announced
 * @param account the account whose system channel it is; 0 for any other channel
 */
public record Channel(String name, boolean announced, long account) {

    /** A channel of the protocol's section 2. */
    public static Channel ofStream(String name) {
        return new Channel(name, true, 0);
    }

    /** The system channel on which {@code kill} ends the connections of one token (protocol, section 6). */
    public static Channel ofToken(long tokenId) {
        return new Channel("timeline:access_token:" + tokenId, false, 0);
    }

    /** The system channel on which {@code kill} ends the connections of one account, and {@code filters_changed} arrives. */
    public static Channel ofAccount(long accountId) {
        return new Channel("timeline:system:" + accountId, false, accountId);
    }
}
