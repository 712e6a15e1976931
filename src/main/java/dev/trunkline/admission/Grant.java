package dev.trunkline.admission;

import dev.trunkline.audience.Listener;
import dev.trunkline.stream.Stream;

/** A stream that a viewer may open, with the viewer as the stream's audience sees it. */
public record Grant(Stream stream, Listener listener) {}
