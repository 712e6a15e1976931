package dev.trunkline.harness;

/**
 * An event as a browser would dispatch it.
 *
 * @param data with its lines joined
 */
public record ReceivedEvent(String name, String data) {}
