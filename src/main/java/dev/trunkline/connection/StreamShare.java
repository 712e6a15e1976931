package dev.trunkline.connection;

import dev.trunkline.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A subscription as its connection sees it. */
public interface StreamShare {

    /** The stream that the client asked for; null for the system channels. */
    @Nullable
    Stream stream();

    /** Ends the subscription; closing twice is harmless. */
    void close();
}
