package dev.trunkline.broadcast;

import dev.trunkline.config.Settings;

/**
 * The prefix of every channel and key of an older Mastodon (protocol, section 7).
 *
 * @param prefix with its colon; empty where there is none
 */
record Namespace(String prefix) {

    static Namespace of(Settings settings) {
        return new Namespace(
                settings.redisNamespace().map(namespace -> namespace + ":").orElse(""));
    }

    /** The name under which Redis knows a channel or key. */
    String with(String name) {
        return prefix + name;
    }
}
