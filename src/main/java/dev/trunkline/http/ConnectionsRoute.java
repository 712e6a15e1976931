package dev.trunkline.http;

import dev.trunkline.config.AddressRanges;
import dev.trunkline.config.InvalidSetting;
import dev.trunkline.config.Settings;
import dev.trunkline.connection.ConnectionList;
import dev.trunkline.connection.Connections;
import dev.trunkline.connection.ListedConnection;
import dev.trunkline.metrics.Transport;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Serves {@code /q/connections}, the list of who is connected now. On the port of the streams only to requests from this machine
 * that bring the token of a setting: a proxy on this machine passes on what it should not, and a page in a browser on it asks what it likes. On
 * the management interface, if the build has one, to everybody.
 */
@ApplicationScoped
class ConnectionsRoute {

    private static final String PATH = "/q/connections";

    private static final String BEARER = "Bearer ";
    private static final int LEAST_TOKEN = 16;

    private static final int DEFAULT_LIMIT = 100;
    private static final int MOST = 10_000;

    private final Connections connections;
    private final Optional<byte[]> token;

    /** One at a time: each reads all connections. */
    private final AtomicBoolean busy = new AtomicBoolean();

    ConnectionsRoute(Connections connections, Settings settings) {
        this.connections = connections;
        this.token = settings.connectionListToken().map(ConnectionsRoute::token);
    }

    static byte[] token(String text) {
        if (text.length() < LEAST_TOKEN) {
            throw new InvalidSetting(
                    "trunkline.connection-list-token", "it has to have " + LEAST_TOKEN + " characters or more");
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    void route(@Observes Router router) {
        token.ifPresent(expected -> router.get(PATH).order(-1).handler(context -> {
            if (isFromThisMachine(context.request()) && brings(expected, context.request())) {
                answer(context);
            } else {
                context.next();
            }
        }));
    }

    private static boolean brings(byte[] expected, HttpServerRequest request) {
        String authorization = String.valueOf(request.getHeader(HttpHeaders.AUTHORIZATION));
        return authorization.startsWith(BEARER)
                && MessageDigest.isEqual(
                        expected, authorization.substring(BEARER.length()).getBytes(StandardCharsets.UTF_8));
    }

    void manage(@Observes ManagementInterface management) {
        management.router().get(PATH).handler(this::answer);
    }

    private static boolean isFromThisMachine(HttpServerRequest request) {
        return isLocal(request.connection().remoteAddress())
                && !request.headers().contains("X-Forwarded-For")
                && !request.headers().contains("Forwarded");
    }

    static boolean isLocal(@Nullable SocketAddress peer) {
        if (peer == null || !peer.isInetSocket()) {
            // A client that has left; or a Unix socket.
            return peer != null;
        }
        InetAddress address = AddressRanges.address(String.valueOf(peer.hostAddress()));
        return address != null && address.isLoopbackAddress();
    }

    private void answer(RoutingContext context) {
        QueryParameters query = QueryParameters.of(context.request().uri());
        Optional<ListedConnection.Order> order = order(query.first("sort"));
        int limit = limit(query.first("limit"));
        if (order.isEmpty()) {
            refuse(
                    context,
                    400,
                    "sort has to be one of "
                            + Arrays.stream(ListedConnection.Order.values())
                                    .map(ConnectionsRoute::name)
                                    .collect(Collectors.joining(", ")));
        } else if (limit < 0) {
            refuse(context, 400, "limit has to be a number from 0 to " + MOST);
        } else if (!busy.compareAndSet(false, true)) {
            refuse(context, 503, "another request is being answered");
        } else {
            try {
                ConnectionList.of(connections.all(), order.get(), limit).whenComplete((list, fault) -> {
                    busy.set(false);
                    if (fault == null) {
                        respond(context, list);
                    } else {
                        context.fail(fault);
                    }
                });
            } catch (RejectedExecutionException ending) {
                busy.set(false);
                refuse(context, 503, "the process ends");
            }
        }
    }

    private static Optional<ListedConnection.Order> order(@Nullable String text) {
        return text == null
                ? Optional.of(ListedConnection.Order.WAITING)
                : Arrays.stream(ListedConnection.Order.values())
                        .filter(order -> name(order).equals(text))
                        .findFirst();
    }

    private static String name(ListedConnection.Order order) {
        return order.name().toLowerCase(Locale.ROOT);
    }

    /** Negative if it is none. */
    static int limit(@Nullable String text) {
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        return text.matches("\\d{1,5}") && Integer.parseInt(text) <= MOST ? Integer.parseInt(text) : -1;
    }

    private static JsonObject json(ConnectionList list) {
        JsonObject totals = new JsonObject();
        for (Transport transport : Transport.values()) {
            totals.put(transport.label(), list.count(transport));
        }
        totals.put("accounts", list.accounts())
                .put("anonymous", list.anonymous())
                .put("streams", list.streams())
                .put("events", list.events())
                .put("waiting_bytes", list.waiting());
        JsonArray rows = new JsonArray();
        list.first().forEach(connection -> rows.add(json(connection)));
        return new JsonObject().put("totals", totals).put("connections", rows);
    }

    private static JsonObject json(ListedConnection connection) {
        return new JsonObject()
                .put("transport", connection.transport().label())
                .put("client", connection.client())
                .put("account", connection.account() == 0 ? null : Long.toString(connection.account()))
                .put("streams", new JsonArray(connection.streams()))
                .put("seconds", connection.age().toMillis() / 1_000.0)
                .put("events", connection.events())
                .put("waiting_bytes", connection.waiting())
                .put("request", connection.request());
    }

    private static void refuse(RoutingContext context, int status, String error) {
        respond(context, status, new JsonObject().put("error", error).toBuffer());
    }

    /** A long list is not written on an event loop, which has streams to serve. */
    private static void respond(RoutingContext context, ConnectionList list) {
        context.vertx()
                .executeBlocking(() -> json(list).toBuffer())
                .onSuccess(body -> respond(context, 200, body))
                .onFailure(context::fail);
    }

    private static void respond(RoutingContext context, int status, Buffer body) {
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "private, no-store")
                .end(body);
    }
}
