package dev.trunkline.broadcast;

import dev.trunkline.config.Settings;

/** What every channel and key of an older Mastodon begins with (protocol, section 7). */
final class Namespace {

    private Namespace() {}

    /** With its colon; empty where there is none. */
    static String prefix(Settings settings) {
        return settings.redisNamespace().map(namespace -> namespace + ":").orElse("");
    }
}
