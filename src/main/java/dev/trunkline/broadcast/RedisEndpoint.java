package dev.trunkline.broadcast;

import dev.trunkline.config.ServerUrl;
import java.net.URI;
import java.util.List;

/**
 * The URL of a Redis or a Sentinel. Vert.x's client reads it at each attempt to connect; this class finds at the start what the
 * client would not accept.
 */
final class RedisEndpoint {

    private static final List<String> SCHEMES = List.of("redis://", "rediss://", "unix://");

    private RedisEndpoint() {}

    /** Whether the client can use the URL. */
    static boolean isUsable(String endpoint) {
        try {
            URI uri = URI.create(endpoint);
            ServerUrl url = ServerUrl.parse(endpoint);
            String path = url.scheme().equals("unix") ? "" : url.path();
            return SCHEMES.stream().anyMatch(endpoint::startsWith)
                    && (uri.getRawAuthority() == null || uri.getHost() != null)
                    && isDatabase(path)
                    && isDatabase(url.query().getOrDefault("db", ""));
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
    }

    /** Whether a host's name with an underscore is what the client cannot use. */
    static boolean hasUnderscore(String endpoint) {
        try {
            return ServerUrl.parse(endpoint).host().contains("_");
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
    }

    /** Whether the text is the number of a database, or empty for the default one. */
    private static boolean isDatabase(String text) {
        return text.isEmpty() || text.equals("/") || text.matches("\\d{1,9}");
    }

    /** Whether the connection is encrypted. */
    static boolean usesTls(String endpoint) {
        return ServerUrl.parse(endpoint).scheme().equals("rediss");
    }
}
