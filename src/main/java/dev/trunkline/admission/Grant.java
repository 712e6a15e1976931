package dev.trunkline.admission;

import dev.trunkline.audience.Listener;
import dev.trunkline.stream.Stream;

/** A stream that a viewer may open, with what the audience has to know of the viewer there. */
public record Grant(Stream stream, Listener listener) {}
