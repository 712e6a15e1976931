package dev.trunkline.demo;

import java.util.List;

/**
 * A message for a Redis channel.
 *
 * @param onlyIfAny Rails publishes only if at least one of these keys exists; empty: always
 */
record Publication(String channel, String message, List<String> onlyIfAny) {

    static Publication toAll(String channel, String message) {
        return new Publication(channel, message, List.of());
    }

    /** For a channel that is published to only while somebody listens to it. */
    static Publication toListeners(String channel, String message) {
        return new Publication(channel, message, List.of("subscribed:" + channel));
    }
}
