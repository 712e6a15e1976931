package dev.trunkline.start;

import dev.trunkline.config.ServerUrl;
import java.util.Arrays;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** URLs of servers without users, passwords and any part that may hold one: what {@code --check} prints. */
final class RedactedUrl {

    /** The separator of a list setting: a comma behind a backslash is part of a URL. */
    private static final Pattern SEPARATOR = Pattern.compile("(?<!\\\\),");

    /** User and password. The path of a Unix socket, after three slashes, may hold an at sign too. */
    private static final Pattern ACCOUNT = Pattern.compile("(?<=:)//[^/].*@", Pattern.DOTALL);

    /** The parameters that are shown. All others are left out: the clients know several spellings of a password. */
    private static final Pattern HARMLESS = Pattern.compile("(?<=[?&])(host|port|db)=[^&#]*");

    private RedactedUrl() {}

    /** @param urls one URL, or several separated by commas */
    static String of(String urls) {
        return Arrays.stream(SEPARATOR.split(urls)).map(RedactedUrl::ofOne).collect(Collectors.joining(","));
    }

    private static String ofOne(String url) {
        int mark = url.indexOf('?');
        if (mark >= 0 && ServerUrl.hasAtInParameterName(url.substring(mark + 1))) {
            return url.substring(0, url.indexOf(':') + 1) + "//...";
        }
        String server = ACCOUNT.matcher(mark < 0 ? url : url.substring(0, mark)).replaceFirst("//");
        String parameters = mark < 0
                ? ""
                : HARMLESS.matcher(url.substring(mark))
                        .results()
                        .map(MatchResult::group)
                        .collect(Collectors.joining("&"));
        return parameters.isEmpty() ? server : server + "?" + parameters;
    }
}
