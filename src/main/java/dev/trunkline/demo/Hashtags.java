package dev.trunkline.demo;

import dev.trunkline.stream.Hashtag;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The hashtags in a text that somebody posts. */
final class Hashtags {

    private static final String WORD = "[\\p{L}\\p{M}\\p{N}_]";

    /** As in Mastodon, a tag is no part of a word or an address, and not all digits. */
    private static final Pattern HASHTAG =
            Pattern.compile("(?<!" + WORD + "|[=/&])#(\\p{N}*[\\p{L}\\p{M}_]" + WORD + "*)");

    private Hashtags() {}

    /** Finds them; the first group is the tag as it is written. */
    static Matcher in(String text) {
        return HASHTAG.matcher(text);
    }

    /** Spelled as in channels, each once. */
    static List<String> of(String text) {
        return in(text).results()
                .map(found -> Hashtag.normalise(found.group(1)))
                .filter(tag -> !tag.isEmpty())
                .distinct()
                .toList();
    }
}
