package dev.trunkline.connection;

import dev.trunkline.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A connection's subscription as the connection sees it: what it is for, and how it ends. */
public interface StreamShare {

    /** What the client asked for; null for the system channels. */
    @Nullable
    Stream stream();

    /** Ends it; closing twice is harmless. */
    void close();
}
