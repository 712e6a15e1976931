package dev.trunkline.demo;

import java.util.List;

/**
 * A message for a Redis channel.
 *
 * @param onlyIfAny keys of which one has to exist for Rails to publish; empty: always
 */
record Publication(String channel, String message, List<String> onlyIfAny) {

    static Publication toAll(String channel, String message) {
        return new Publication(channel, message, List.of());
    }

    /** For a channel that Rails publishes to only while it is subscribed. */
    static Publication toListeners(String channel, String message) {
        return new Publication(channel, message, List.of("subscribed:" + channel));
    }
}
