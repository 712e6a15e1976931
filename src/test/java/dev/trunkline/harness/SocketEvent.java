package dev.trunkline.harness;

/**
 * An event as a WebSocket client gets it.
 *
 * @param stream the array as JSON
 * @param payload null if there is none
 */
public record SocketEvent(String stream, String event, String payload) {}
