package dev.trunkline.http;

import dev.trunkline.config.AddressRanges;
import dev.trunkline.config.Settings;
import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a request comes from: the peer or, if the peer is a trusted proxy, the last address in {@code X-Forwarded-For} that is
 * not one (protocol, section 9). A proxy appends the address that it sees, so a client can forge what is further left.
 */
@ApplicationScoped
public class ClientAddress {

    /** The value for a request over a Unix socket whose proxy does not tell the client's address. */
    static final String UNIX = "unix";

    /** The value when the client has left before its address was read. */
    static final String UNKNOWN = "unknown";

    private static final String FORWARDED_FOR = "X-Forwarded-For";

    /** An address with the port that some proxies append. */
    private static final Pattern WITH_PORT = Pattern.compile("(\\d+\\.\\d+\\.\\d+\\.\\d+|\\[.*]):\\d+");

    private final AddressRanges trusted;

    @Inject
    ClientAddress(Settings settings) {
        this(settings.trustedProxies());
    }

    ClientAddress(AddressRanges trusted) {
        this.trusted = trusted;
    }

    /** The address in its canonical spelling, IPv6 without brackets; never other text of a client. */
    public String of(HttpServerRequest request) {
        return of(request.connection().remoteAddress(), request.headers().getAll(FORWARDED_FOR), trusted);
    }

    static String of(@Nullable SocketAddress peer, List<String> forwardedFor, AddressRanges trusted) {
        if (peer == null) {
            return UNKNOWN;
        }
        InetAddress nearest = peer.isInetSocket() ? AddressRanges.address(String.valueOf(peer.hostAddress())) : null;
        if (nearest == null && peer.isInetSocket()) {
            return UNKNOWN;
        }
        if (nearest == null || trusted.contain(nearest)) {
            String[] hops = String.join(",", forwardedFor).split(",", -1);
            for (int i = hops.length - 1; i >= 0; i--) {
                InetAddress hop = address(hops[i].strip());
                if (hop == null) {
                    // The writer of this entry is unknown, and so is whether the entries left of it can be trusted.
                    break;
                }
                nearest = hop;
                if (!trusted.contain(hop)) {
                    break;
                }
            }
        }
        return nearest == null ? UNIX : NetUtil.toAddressString(nearest);
    }

    private static @Nullable InetAddress address(String hop) {
        Matcher port = WITH_PORT.matcher(hop);
        return AddressRanges.address(port.matches() ? port.group(1) : hop);
    }
}
