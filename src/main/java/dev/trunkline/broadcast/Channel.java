package dev.trunkline.broadcast;

/**
 * A Redis channel, without the namespace.
 *
 * @param name for example {@code timeline:public}
 * @param announced whether the key {@code subscribed:<channel>} tells the publishers that the channel has subscribers
 *     (protocol, section 7); system channels are not announced
 * @param internal whether its messages are no events but bytes that processes of this program send each other
 */
public record Channel(String name, boolean announced, boolean internal) {

    Channel(String name, boolean announced) {
        this(name, announced, false);
    }

    /** A channel between processes of this program (protocol, section 12). */
    public static Channel internal(String name) {
        return new Channel(name, false, true);
    }

    /** A channel of the protocol's section 2. */
    public static Channel ofStream(String name) {
        return new Channel(name, true);
    }

    /** A channel of the protocol's section 6. */
    public static Channel of(SystemChannel system) {
        return new Channel(system.name(), false);
    }
}
