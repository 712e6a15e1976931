package dev.trunkline.sse;

import dev.trunkline.stream.StreamName;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Puts every REST resource below the protocol's root path. */
@ApplicationPath(StreamName.ROOT)
public class StreamingApplication extends Application {}
