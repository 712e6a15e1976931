package dev.trunkline.sse;

import dev.trunkline.admission.Admission;
import dev.trunkline.admission.Grant;
import dev.trunkline.admission.Refusal;
import dev.trunkline.admission.RefusedException;
import dev.trunkline.config.Settings;
import dev.trunkline.connection.Connection;
import dev.trunkline.connection.Connections;
import dev.trunkline.connection.Ending;
import dev.trunkline.connection.Origin;
import dev.trunkline.connection.Place;
import dev.trunkline.connection.SubscriptionPaces;
import dev.trunkline.event.Encoding;
import dev.trunkline.event.LastEventId;
import dev.trunkline.event.SseFrame;
import dev.trunkline.fanout.Subscribed;
import dev.trunkline.fanout.Subscriptions;
import dev.trunkline.http.Origins;
import dev.trunkline.http.Preferences;
import dev.trunkline.internals.ServerChannel;
import dev.trunkline.metrics.Transport;
import dev.trunkline.viewer.Viewer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Opens event streams: looks up the viewer, subscribes, and then begins the response. */
@ApplicationScoped
class SseStreams {

    private static final byte[] PRELUDE = SseFrame.PRELUDE.getBytes(StandardCharsets.UTF_8);

    private final Admission admission;
    private final Connections connections;
    private final Subscriptions subscriptions;
    private final SubscriptionPaces paces;
    private final Origins origins;
    private final Duration heartbeatInterval;
    private final byte[] heartbeat;
    private final boolean compression;

    /** Quarkus counts channels, and logs requests, when the HTTP server has done with them. */
    private final boolean detachable;

    SseStreams(
            Admission admission,
            Connections connections,
            Subscriptions subscriptions,
            SubscriptionPaces paces,
            Origins origins,
            Settings settings,
            @ConfigProperty(name = "quarkus.http.limits.max-connections") OptionalInt mostConnections,
            @ConfigProperty(name = "quarkus.http.access-log.enabled", defaultValue = "false") boolean accessLog) {
        this.detachable = mostConnections.isEmpty() && !accessLog;
        this.admission = admission;
        this.origins = origins;
        this.connections = connections;
        this.subscriptions = subscriptions;
        this.paces = paces;
        this.compression = settings.compression();
        this.heartbeatInterval = settings.heartbeat().interval();
        this.heartbeat = (settings.heartbeat().blankLine() ? SseFrame.HEARTBEAT_WITH_BLANK_LINE : SseFrame.HEARTBEAT)
                .getBytes(StandardCharsets.UTF_8);
    }

    private record Admitted(SseRequest request, Origin origin, Place place, long moment, Viewer viewer, Grant grant) {}

    /**
     * Whether the stream that this request opens is compressed: the client takes it, and expects an event stream, so that it is a
     * browser or a library of our days (protocol, section 13).
     */
    boolean compresses(RoutingContext context) {
        HttpServerRequest request = context.request();
        return compression
                && Preferences.name(request.getHeader(HttpHeaders.ACCEPT), StreamResource.CONTENT_TYPE)
                && Preferences.preferGzip(request.getHeader(HttpHeaders.ACCEPT_ENCODING));
    }

    /** The stream's life: see {@link StreamResource}. */
    Multi<byte[]> open(RoutingContext context) {
        SseChannel channel = SseChannel.of(context.request(), compresses(context), detachable);
        EventLoop loop = channel.eventLoop();
        return admit(context)
                // From here on everything runs on the connection's event loop, like the notice that the client has
                // left, so that the steps cannot overtake one another.
                .emitOn(loop)
                .onItem()
                .transformToMulti(admitted -> Multi.createFrom()
                        .emitter(
                                emitter -> connect(admitted, new SseAnswer(channel, emitter)),
                                // The only item is the prelude, which needs no queue of 128.
                                BackPressureStrategy.IGNORE));
    }

    /** Completes if the stream could be opened. */
    Uni<Void> check(RoutingContext context) {
        return admit(context).invoke(admitted -> admitted.place.giveBack()).replaceWithVoid();
    }

    private Uni<Admitted> admit(RoutingContext context) {
        return Uni.createFrom().deferred(() -> {
            // REST pauses a request for those who read its body. The body is not read here, and the leaving of a client
            // whose body waits would not be noticed.
            context.request().resume();
            Origin origin = origins.of(context.request());
            SseRequest request = SseRequest.of(context.request());
            Place place = connections.reserve(origin, ServerChannel.of(context.request()));
            long moment = subscriptions.moment();
            return admission
                    .authenticate(request.token(), request.name(), origin.address())
                    .flatMap(viewer -> {
                        if (!paces.take(viewer, origin)) {
                            return Uni.createFrom().failure(new RefusedException(Refusal.TOO_MANY_SUBSCRIPTIONS));
                        }
                        return admission
                                .admit(viewer, request.name(), request.tag(), request.list())
                                .map(grant -> new Admitted(request, origin, place, moment, viewer, grant));
                    })
                    .onFailure()
                    .invoke(place::giveBack)
                    .onCancellation()
                    .invoke(place::giveBack);
        });
    }

    private void connect(Admitted admitted, SseAnswer answer) {
        SseChannel channel = answer.channel();
        EventLoop loop = channel.eventLoop();
        Connection connection = connections.add(
                admitted.place,
                admitted.viewer,
                admitted.origin,
                Transport.SSE,
                loop,
                channel.wire(),
                (ending, opened) -> sayGoodbye(ending, opened, answer));
        answer.endWithClient(connection);
        // Both start before the first is waited for. Nothing is cancelled when the client leaves, as a failure after
        // that would have no handler: the outcome is ignored instead.
        Uni<Void> watched = subscriptions.watch(
                connection,
                admitted.moment,
                () -> admission.authenticate(
                        admitted.request.token(), admitted.request.name(), admitted.origin.address()));
        LastEventId lastId = subscriptions.ids(admitted.request.lastId());
        Encoding encoding = channel.coding().events(lastId.wanted());
        Uni<Subscribed> subscribed = subscriptions.subscribe(connection, admitted.grant, encoding, lastId);
        watched.chain(() -> subscribed)
                .emitOn(loop)
                .subscribe()
                .with(subscription -> begin(connection, answer, subscription), refused -> {
                    if (!connection.ended()) {
                        connection.end(Ending.NOT_OPENED);
                        answer.fail(refused);
                    }
                });
    }

    private void begin(Connection connection, SseAnswer answer, Subscribed subscription) {
        if (connection.ended()) {
            return;
        }
        // Counted before the client can know.
        connection.open();
        answer.begin(PRELUDE);
        SseChannel channel = answer.channel();
        connection.every(heartbeatInterval, () -> beat(connection, channel, subscription));
        subscription.begin();
    }

    private void beat(Connection connection, SseChannel channel, Subscribed subscription) {
        ByteBuf frame = channel.coding().frame(heartbeat);
        connection.send(frame);
        frame.release();
        subscription.tellHowFar();
    }

    private void sayGoodbye(Ending ending, boolean opened, SseAnswer answer) {
        if (ending == Ending.CLIENT_LEFT || ending == Ending.NOT_OPENED) {
            return;
        }
        if (ending == Ending.SLOW_READER) {
            // The client would not read a last line either.
            answer.channel().wire().reset();
            return;
        }
        if (!opened) {
            answer.fail(new RefusedException(ending.refusal()));
            return;
        }
        if (ending.reconnectHelps()) {
            askToReconnect(answer.channel());
        }
        answer.end();
    }

    private void askToReconnect(SseChannel channel) {
        long pause = connections.reconnectPause();
        ByteBuf frame = channel.coding().frame(SseFrame.retry(pause).getBytes(StandardCharsets.UTF_8));
        channel.wire().write(frame);
        channel.wire().flush();
        frame.release();
    }
}
