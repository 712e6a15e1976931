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

    /** What {@link #with} was given; the name itself if it is of another namespace. */
    String without(String name) {
        return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
    }

    /** The pattern of all names that begin like this, which has no characters of its own for a pattern. */
    String pattern(String beginning) {
        return prefix.replaceAll("[\\\\*?\\[\\]]", "\\\\$0") + beginning + "*";
    }
}
