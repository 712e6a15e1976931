package dev.trunkline.stream;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stream with its parameter, which identifies a subscription within a connection (protocol, section 5).
 *
 * @param name which stream
 * @param tag the normalised hashtag, {@code ""} unless the name needs one
 * @param list the list's id, 0 unless the name needs one
 */
public record Stream(StreamName name, String tag, long list) implements Selection {

    /**
     * The longest tag in characters, before and after normalisation: a tag becomes a Redis key that stays for a while, and a
     * client must not create large keys. No status of Mastodon has a longer tag.
     */
    private static final int LONGEST_TAG = 1_000;

    /**
     * The stream that a name and its parameters select. Parameters that the name does not need are ignored.
     *
     * @param tag as the client spelled it, null if absent
     * @param list as the client spelled it, null if absent; leading zeros do not count
     */
    public static Selection select(StreamName name, @Nullable String tag, @Nullable String list) {
        return switch (name.need()) {
            case NOTHING -> new Stream(name, "", 0);
            case TAG ->
                tag == null || tag.length() > LONGEST_TAG ? Fault.MISSING_TAG : hashtag(name, Hashtag.normalise(tag));
            case LIST -> list == null || list.isEmpty() ? Fault.MISSING_LIST : list(name, list);
        };
    }

    /**
     * The Redis channels that carry this stream, without a namespace (protocol, section 2).
     *
     * @param account the viewer's account id; any number for an anonymous viewer, whose streams do not use it
     * @param mayReadNotifications whether the token has {@code read} or {@code read:notifications}; without it,
     *     {@code user} lacks its second channel
     */
    public List<String> channels(long account, boolean mayReadNotifications) {
        List<String> patterns = name.channelPatterns();
        return patterns.subList(0, mayReadNotifications ? patterns.size() : 1).stream()
                .map(pattern -> pattern.replace("<account>", Long.toString(account))
                        .replace("<list>", Long.toString(list))
                        .replace("<tag>", tag))
                .toList();
    }

    private static Selection hashtag(StreamName name, String tag) {
        return tag.isEmpty() || tag.length() > LONGEST_TAG ? Fault.MISSING_TAG : new Stream(name, tag, 0);
    }

    private static Selection list(StreamName name, String list) {
        // parseLong alone would accept a sign and the digits of other scripts.
        if (!list.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Fault.LIST_NOT_A_NUMBER;
        }
        try {
            return new Stream(name, "", Long.parseLong(list));
        } catch (NumberFormatException overflow) {
            return Fault.LIST_NOT_A_NUMBER;
        }
    }
}
