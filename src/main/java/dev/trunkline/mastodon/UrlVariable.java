package dev.trunkline.mastodon;

import dev.trunkline.config.ServerUrl;
import java.util.Set;

/** A variable that holds the URL of a server. */
final class UrlVariable {

    private UrlVariable() {}

    /**
     * Reads the URL.
     *
     * @param example what a fault's line ends with: what would be right
     * @throws WrongValue if it is no URL or has another scheme
     */
    static ServerUrl read(Variable variable, String text, Set<String> schemes, String example) {
        ServerUrl url;
        try {
            url = ServerUrl.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw new WrongValue(variable, wrong.getMessage() + example);
        }
        if (!schemes.contains(url.scheme())) {
            throw new WrongValue(variable, "begins with " + url.scheme() + "://" + example);
        }
        return url;
    }
}
