package dev.trunkline.fanout;

/** A subscription that misses nothing from now on. */
@FunctionalInterface
public interface Subscribed {

    /**
     * Writes what the client has missed before, if it has asked for that, and then what has come meanwhile. To be called once, on
     * the connection's event loop, when the connection is open.
     */
    void begin();
}
