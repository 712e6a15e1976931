package dev.trunkline.redis;

import dev.trunkline.config.ServerUrl;
import io.vertx.core.net.SocketAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A Redis or a Sentinel, and the account there. Read from its URL as browsers and Node read it: {@link java.net.URI} knows no
 * hosts with an underscore, and none whose last part begins with a digit, as compose and swarm name them.
 *
 * @param password null if the server gets none
 * @param user null for the default one
 */
public record RedisEndpoint(
        SocketAddress address,
        boolean tls,
        @Nullable String user,
        @Nullable String password,
        int database) {

    private static final Set<String> SCHEMES = Set.of("redis", "rediss", "unix");

    /**
     * Reads a URL.
     *
     * @param port for a URL without one
     * @param password for a URL without one
     * @throws IllegalArgumentException if it cannot be used; the message does not quote the URL
     */
    public static RedisEndpoint of(String url, int port, @Nullable String password) {
        ServerUrl parts = ServerUrl.parse(url);
        if (!SCHEMES.contains(parts.scheme())) {
            throw new IllegalArgumentException("has another scheme");
        }
        boolean unix = parts.scheme().equals("unix");
        return new RedisEndpoint(
                unix ? socket(parts) : host(parts, port),
                parts.scheme().equals("rediss"),
                parts.user() == null ? parts.query().get("user") : parts.user(),
                password(parts, password),
                database(parts, unix));
    }

    private static SocketAddress socket(ServerUrl parts) {
        if (!parts.path().startsWith("/")) {
            throw new IllegalArgumentException("names no absolute path");
        }
        return SocketAddress.domainSocketAddress(parts.path());
    }

    private static SocketAddress host(ServerUrl parts, int port) {
        if (!ServerUrl.isHost(parts.host())) {
            throw new IllegalArgumentException("names no host");
        }
        return SocketAddress.inetSocketAddress(parts.port() == 0 ? port : parts.port(), parts.host());
    }

    private static @Nullable String password(ServerUrl parts, @Nullable String other) {
        String own = parts.password() == null ? parts.query().get("password") : parts.password();
        return own == null ? other : own;
    }

    private static int database(ServerUrl parts, boolean unix) {
        String number = unix || parts.path().isEmpty() || parts.path().equals("/")
                ? parts.query().getOrDefault("db", "0")
                : parts.path();
        if (!number.matches("\\d{1,9}")) {
            throw new IllegalArgumentException("names a database that is no number");
        }
        return Integer.parseInt(number);
    }

    /** The same account on another host. */
    public RedisEndpoint at(String host, int port) {
        return new RedisEndpoint(SocketAddress.inetSocketAddress(port, host), tls, user, password, database);
    }

    /** Another account on the same host, in the first database. */
    public RedisEndpoint as(@Nullable String otherUser, @Nullable String otherPassword) {
        return new RedisEndpoint(address, tls, otherUser, otherPassword, 0);
    }

    /** The same with TLS, unless it is a Unix socket. */
    public RedisEndpoint withTls() {
        return new RedisEndpoint(address, address.isInetSocket(), user, password, database);
    }

    /** Whether its certificate cannot be verified: Java compares none with a name that has an underscore. */
    public boolean isUnverifiable() {
        return tls && address.host().contains("_");
    }

    /** Without the account. */
    @Override
    public String toString() {
        return address.toString();
    }
}
