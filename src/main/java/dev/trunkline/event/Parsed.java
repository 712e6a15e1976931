package dev.trunkline.event;

/** What a Redis message turned out to be: an {@link Event}, or {@link Malformed} with the reason to drop it. */
public sealed interface Parsed permits Event, Malformed {}
