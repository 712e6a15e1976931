package dev.trunkline.event;

/** The result of parsing a Redis message: an {@link Event}, or {@link Malformed} with the reason to drop it. */
public sealed interface Parsed permits Event, Malformed {}
