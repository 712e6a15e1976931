package dev.trunkline.start;

import java.util.Arrays;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Where a server is, as it may be shown: of the URLs in a setting all but users, passwords, and what may hold some. */
final class Place {

    /** As the setting is read: a comma behind a backslash is part of a URL. */
    private static final Pattern BETWEEN_URLS = Pattern.compile("(?<!\\\\),");

    /** An at sign in the path of a Unix socket ends no password. */
    private static final Pattern ACCOUNT = Pattern.compile("(?<=:)//[^/].*@", Pattern.DOTALL);

    /** The parameters that say where; the clients know passwords under several spellings. */
    private static final Pattern HARMLESS = Pattern.compile("(?<=[?&])(host|port|db)=[^&#]*");

    private static final Pattern AT_IN_NAME = Pattern.compile("[?](.*&)?[^=&]*@", Pattern.DOTALL);

    private Place() {}

    static String of(String urls) {
        return Arrays.stream(BETWEEN_URLS.split(urls)).map(Place::ofOne).collect(Collectors.joining(","));
    }

    private static String ofOne(String url) {
        int mark = url.indexOf('?');
        if (mark >= 0 && AT_IN_NAME.matcher(url.substring(mark)).lookingAt()) {
            // Of a password with a question mark, most likely.
            return url.substring(0, url.indexOf(':') + 1) + "//...";
        }
        String place = ACCOUNT.matcher(mark < 0 ? url : url.substring(0, mark)).replaceFirst("//");
        String parameters = mark < 0
                ? ""
                : HARMLESS.matcher(url.substring(mark))
                        .results()
                        .map(MatchResult::group)
                        .collect(Collectors.joining("&"));
        return parameters.isEmpty() ? place : place + "?" + parameters;
    }
}
