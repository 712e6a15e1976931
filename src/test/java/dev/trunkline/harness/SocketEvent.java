package dev.trunkline.harness;

/**
 * An event as a WebSocket client reads it.
 *
 * @param stream the array as JSON
 * @param payload null where there is none
 */
public record SocketEvent(String stream, String event, String payload) {}
