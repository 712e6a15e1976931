package dev.trunkline.connection;

import dev.trunkline.stream.Stream;

/** A subscription as its connection sees it. */
public interface StreamShare {

    /** The stream that the client asked for. */
    Stream stream();

    /** Ends the subscription; closing twice is harmless. */
    void close();
}
