package dev.trunkline.ws;

import dev.trunkline.admission.Admission;
import dev.trunkline.admission.Refusal;
import dev.trunkline.admission.RefusedException;
import dev.trunkline.config.Settings;
import dev.trunkline.connection.Connection;
import dev.trunkline.connection.Connections;
import dev.trunkline.connection.Ending;
import dev.trunkline.connection.NettyWire;
import dev.trunkline.connection.Origin;
import dev.trunkline.connection.Place;
import dev.trunkline.fanout.Subscriptions;
import dev.trunkline.http.ErrorAnswer;
import dev.trunkline.http.ErrorResponder;
import dev.trunkline.http.Origins;
import dev.trunkline.http.QueryParameters;
import dev.trunkline.http.RequestFault;
import dev.trunkline.internals.ServerChannel;
import dev.trunkline.metrics.Transport;
import dev.trunkline.viewer.AccessToken;
import dev.trunkline.viewer.Viewer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Looks up the viewer during the handshake, and permits or refuses the upgrade (protocol, section 5). The connection of a
 * permitted one is subscribed to the system channels already, so that no {@code kill} between the look-up and the first
 * message is missed.
 */
@ApplicationScoped
class SocketUpgrade implements HttpUpgradeCheck {

    private static final Logger LOG = Logger.getLogger(SocketUpgrade.class);
    private static final String SUBPROTOCOL = "Sec-WebSocket-Protocol";

    /** The headers that the server reads after the check. */
    private static final List<String> NEEDED = List.of(
            "host", "connection", "upgrade", "sec-websocket-key", "sec-websocket-version", "sec-websocket-extensions");

    /** How long a permitted handshake may take to complete. */
    private static final Duration HANDSHAKE_TIME = Duration.ofSeconds(10);

    private final Admission admission;
    private final Connections connections;
    private final Subscriptions subscriptions;
    private final StreamRequests requests;
    private final Origins origins;
    private final ErrorResponder responder;
    private final Duration pingInterval;
    private final int maxMessageSize;
    private final boolean compression;

    SocketUpgrade(
            Admission admission,
            Connections connections,
            Subscriptions subscriptions,
            StreamRequests requests,
            Origins origins,
            ErrorResponder responder,
            Settings settings) {
        this.admission = admission;
        this.connections = connections;
        this.subscriptions = subscriptions;
        this.requests = requests;
        this.origins = origins;
        this.responder = responder;
        this.pingInterval = settings.websocket().pingInterval();
        this.maxMessageSize = settings.websocket().maxMessageSize();
        this.compression = settings.compression();
    }

    @Override
    public boolean appliesTo(String endpointId) {
        return endpointId.equals(StreamingEndpoint.ID);
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext upgrade) {
        HttpServerRequest request = upgrade.httpRequest();
        String subprotocols = request.getHeader(SUBPROTOCOL);
        Optional<String> extension =
                compression ? DeflateOffer.answer(request.getHeader(DeflateOffer.FIELD)) : Optional.empty();
        ServerChannel.removeWebSocketExtensions(ServerChannel.of(request));
        return open(upgrade, request, subprotocols, extension.isPresent())
                .map(open -> {
                    forget(request.headers());
                    return CheckResult.permitUpgradeSync(answer(subprotocols, extension));
                })
                .onFailure()
                .recoverWithItem(failure -> refuse(request, failure));
    }

    private Uni<?> open(
            HttpUpgradeContext upgrade, HttpServerRequest request, @Nullable String subprotocols, boolean compressed) {
        Origin origin = origins.of(request);
        Channel channel = ServerChannel.of(request);
        Place place;
        try {
            place = connections.reserve(origin, channel);
        } catch (RefusedException full) {
            return Uni.createFrom().failure(full);
        }
        QueryParameters query = QueryParameters.of(request.uri());
        // The socket must not keep all that stands in its query.
        Optional<ClientMessage> first = ClientMessage.of(query);
        Optional<String> token =
                AccessToken.find(request.getHeader("Authorization"), query.first("access_token"), subprotocols);
        ChannelHandlerContext context = ServerChannel.connectionContext(request);
        EventLoop loop = channel.eventLoop();
        long moment = subscriptions.moment();
        Uni<Viewer> authenticated = admission.authenticate(token, origin.address());
        return Uni.combine()
                .any()
                .of(authenticated, left(channel))
                .emitOn(loop)
                .flatMap(viewer -> {
                    if (!channel.isActive()) {
                        return Uni.createFrom().failure(new RefusedException(Refusal.UNAVAILABLE));
                    }
                    SocketSession session =
                            session(place, viewer, origin, loop, context, request.headers(), first, compressed);
                    upgrade.userData().put(SocketSession.KEY, session);
                    return watch(session.connection(), moment, token, origin)
                            .onFailure()
                            .invoke(failed -> {
                                session.connection().end(Ending.NOT_OPENED);
                                SocketPipeline.unguard(context.pipeline());
                            });
                })
                .onFailure()
                .invoke(place::giveBack);
    }

    /** Fails when the client leaves, so that nothing more is looked up for it; the answer is not read. */
    private static Uni<Viewer> left(Channel channel) {
        return Uni.createFrom().emitter(emitter -> {
            ChannelFutureListener closed = gone -> emitter.fail(new RefusedException(Refusal.UNAVAILABLE));
            channel.closeFuture().addListener(closed);
            emitter.onTermination(() -> channel.closeFuture().removeListener(closed));
        });
    }

    private SocketSession session(
            Place place,
            Viewer viewer,
            Origin origin,
            EventLoop loop,
            ChannelHandlerContext context,
            MultiMap handshake,
            Optional<ClientMessage> first,
            boolean compressed) {
        NettyWire wire = new NettyWire(context);
        StreamingSocket socket = new StreamingSocket(context, wire, pingInterval);
        Connection connection =
                connections.add(place, viewer, origin, Transport.WEBSOCKET, loop, wire, socket::sayGoodbye);
        socket.attach(connection);
        Future<?> late = loop.schedule(
                () -> connection.end(Ending.NOT_OPENED), HANDSHAKE_TIME.toMillis(), TimeUnit.MILLISECONDS);
        connection.atEnd(() -> late.cancel(false));
        SocketSession session = new SocketSession(connection, socket, requests, compressed, first, () -> {
            late.cancel(false);
            handshake.clear();
            SocketPipeline.encoder(context.pipeline()).ifPresent(wire::shorten);
        });
        SocketPipeline.guard(context.pipeline(), socket, session::executeNext, maxMessageSize, compressed);
        return session;
    }

    /** Watches for a {@code kill}: it may have come already, or come meanwhile. */
    private Uni<Void> watch(Connection connection, long moment, Optional<String> token, Origin origin) {
        return subscriptions
                .watch(connection, moment, () -> admission.authenticate(token, origin.address()))
                .onItemOrFailure()
                .transformToUni((watched, failure) -> {
                    Ending ending = connection.ending();
                    if (ending != null) {
                        return Uni.createFrom().failure(new RefusedException(ending.refusal()));
                    }
                    return failure == null
                            ? Uni.createFrom().voidItem()
                            : Uni.createFrom().failure(failure);
                });
    }

    /**
     * Leaves of the headers what the handshake needs: the server keeps two copies of all of them as long as the socket, with tokens
     * and cookies.
     */
    private static void forget(MultiMap headers) {
        Map<String, String> kept = new LinkedHashMap<>();
        for (String name : NEEDED) {
            String value = headers.get(name);
            if (value != null) {
                kept.put(name, value);
            }
        }
        headers.clear().addAll(kept);
    }

    /** The answer's headers: the first subprotocol is echoed. */
    private static Map<String, List<String>> answer(@Nullable String subprotocols, Optional<String> extension) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        if (subprotocols != null) {
            headers.put(SUBPROTOCOL, List.of(AccessToken.first(subprotocols)));
        }
        extension.ifPresent(accepted -> headers.put(DeflateOffer.FIELD, List.of(accepted)));
        return headers;
    }

    private CheckResult refuse(HttpServerRequest request, Throwable failure) {
        ErrorAnswer answer;
        if (failure instanceof RefusedException refused) {
            answer = ErrorAnswer.of(refused.refusal());
        } else {
            LOG.error("A handshake failed", failure);
            answer = ErrorAnswer.of(RequestFault.UNEXPECTED);
        }
        responder.count(request, answer);
        return CheckResult.rejectUpgradeSync(answer.status(), answer.handshakeHeaders());
    }
}
