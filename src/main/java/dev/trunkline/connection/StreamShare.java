package dev.trunkline.connection;

import dev.trunkline.stream.Stream;

/** A subscription as its connection sees it. */
public interface StreamShare {

    /** The stream that the client asked for. */
    Stream stream();

    /** Whether its client gets ids, and is told when events were missed. */
    boolean hasIds();

    /** Ends the subscription; closing twice is harmless. */
    void close();
}
