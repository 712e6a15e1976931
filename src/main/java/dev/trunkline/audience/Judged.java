package dev.trunkline.audience;

import dev.trunkline.event.Event;

/** An event together with who may see it. */
public record Judged(Event event, Verdicts verdicts) {}
