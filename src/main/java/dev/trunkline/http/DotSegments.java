package dev.trunkline.http;

import java.util.regex.Pattern;

/**
 * The segments {@code .} and {@code ..} of a path (RFC 3986, section 3.3), in every spelling that some proxy or server reads as
 * one. Paths are met as they are written (protocol, section 3): a proxy that compares prefixes, and a server that removes such
 * segments, would mean different paths.
 */
final class DotSegments {

    private static final String SEPARATOR = "/|\\\\|%2f|%5c";

    /** One or two dots between separators, with or without parameters behind them. */
    private static final Pattern DOT_SEGMENT = Pattern.compile(
            "(?:^|" + SEPARATOR + ")(?:\\.|%2e){1,2}(?:$|;|%3b|" + SEPARATOR + ")", Pattern.CASE_INSENSITIVE);

    private DotSegments() {}

    /** Whether the path of a request, without its query, has one. */
    static boolean in(String path) {
        return DOT_SEGMENT.matcher(path).find();
    }
}
