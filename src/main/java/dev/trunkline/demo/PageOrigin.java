package dev.trunkline.demo;

import dev.trunkline.config.AddressRanges;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Which pages may use the demo's controls. A browser sends form posts of any page on the web to any address, this machine's too, and tells
 * where the page comes from; other programs tell nothing.
 */
final class PageOrigin {

    private PageOrigin() {}

    /** Whether a request may use them; if not, it has been answered. */
    static boolean admits(RoutingContext context) {
        String origin = context.request().getHeader(HttpHeaders.ORIGIN);
        if (isTrusted(origin, DemoOrigin.host(context.request()))) {
            return true;
        }
        DemoAnswer.error(
                context,
                403,
                "The demo's controls are for pages of this machine, not of " + origin
                        + "; open the demo as localhost, by its address, or through HTTPS");
        return false;
    }

    /**
     * True for the pages of this machine, and for the demo's own where it is reached by an address or through HTTPS: another name may be
     * anybody's who lets it mean this machine for a while, but has no certificate.
     *
     * @param origin the request's {@code Origin}; null if it has none
     * @param authority the host and port that the request names
     */
    static boolean isTrusted(@Nullable String origin, String authority) {
        if (origin == null) {
            return true;
        }
        URI page;
        try {
            page = new URI(origin);
        } catch (URISyntaxException malformed) {
            return false;
        }
        // Such as "null": of a sandbox, or a file.
        String host = page.getHost();
        if (host == null) {
            return false;
        }
        if (host.equals("localhost") || host.endsWith(".localhost")) {
            return true;
        }
        InetAddress address = AddressRanges.address(host);
        if (address != null && address.isLoopbackAddress()) {
            return true;
        }
        return authority.equals(page.getRawAuthority()) && (address != null || "https".equals(page.getScheme()));
    }
}
