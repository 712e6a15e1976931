package dev.trunkline.fanout;

/** A subscription that misses nothing from now on. */
public interface Subscribed {

    /**
     * Writes what the client has missed before, if it has asked for that, and then what has come meanwhile. To be called once, on
     * the connection's event loop, when the connection is open.
     */
    void begin();

    /**
     * Tells a client with ids, if its transport can, how far it is when the last events were none for it: otherwise, its id would grow
     * too old. To be called from time to time, on the connection's event loop.
     */
    void tellHowFar();
}
