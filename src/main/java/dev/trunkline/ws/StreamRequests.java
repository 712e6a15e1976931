package dev.trunkline.ws;

import dev.trunkline.admission.Admission;
import dev.trunkline.admission.Grant;
import dev.trunkline.admission.Refusal;
import dev.trunkline.admission.RefusedException;
import dev.trunkline.config.Settings;
import dev.trunkline.connection.Connection;
import dev.trunkline.connection.StreamShare;
import dev.trunkline.connection.SubscriptionPaces;
import dev.trunkline.event.LastEventId;
import dev.trunkline.fanout.Subscribed;
import dev.trunkline.fanout.Subscriptions;
import dev.trunkline.http.ErrorAnswer;
import dev.trunkline.http.RequestFault;
import dev.trunkline.stream.Need;
import dev.trunkline.stream.Stream;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Executes clients' messages: subscribes to and unsubscribes from the stream that a message names (protocol, section 5). */
@ApplicationScoped
class StreamRequests {

    private static final Logger LOG = Logger.getLogger(StreamRequests.class);

    private final Admission admission;
    private final Subscriptions subscriptions;
    private final SubscriptionPaces paces;
    private final int maxSubscriptions;

    StreamRequests(Admission admission, Subscriptions subscriptions, SubscriptionPaces paces, Settings settings) {
        this.admission = admission;
        this.subscriptions = subscriptions;
        this.paces = paces;
        this.maxSubscriptions = settings.websocket().maxSubscriptions();
    }

    /**
     * Executes a message; the item is the error that the client has to be told, if there is one.
     *
     * @param compressed whether the client's frames may be compressed
     */
    Uni<Optional<JsonObject>> execute(Connection connection, ClientMessage message, boolean compressed) {
        return switch (message.type()) {
            case SUBSCRIBE ->
                subscribe(connection, message, compressed)
                        .replaceWith(Optional.<JsonObject>empty())
                        .onFailure(RefusedException.class)
                        .recoverWithItem(refused -> Optional.of(error(ErrorAnswer.of(refused.refusal()))));
            case UNSUBSCRIBE ->
                unsubscribe(connection, message).map(done -> done ? Optional.empty() : Optional.of(unsubscribeError()));
        };
    }

    /** The error that the client is told for a fault of ours. */
    static Optional<JsonObject> unexpected(Throwable fault) {
        LOG.error("A socket's request failed", fault);
        return Optional.of(error(ErrorAnswer.of(RequestFault.UNEXPECTED)));
    }

    private Uni<?> subscribe(Connection connection, ClientMessage message, boolean compressed) {
        if (subscription(connection, message) != null) {
            return Uni.createFrom().voidItem();
        }
        // What names no stream fails without a look-up.
        Uni<Void> turn = stream(message) == null ? Uni.createFrom().voidItem() : turn(connection);
        return turn.flatMap(mayGoOn -> connection.ended()
                ? Uni.createFrom().voidItem()
                : admission
                        .admit(connection.viewer(), message.name(), message.tag(), message.listText())
                        .emitOn(connection.loop())
                        .flatMap(grant -> subscribe(connection, message, grant, compressed)));
    }

    /** Delays a viewer that asks too fast. What its client sends meanwhile is not executed, and not even read if it is much. */
    private Uni<Void> turn(Connection connection) {
        return Uni.createFrom().emitter(emitter -> paces.atTurn(connection, () -> emitter.complete(null)));
    }

    private Uni<?> subscribe(Connection connection, ClientMessage message, Grant grant, boolean compressed) {
        if (connection.ended()) {
            return Uni.createFrom().voidItem();
        }
        if (connection.streams() >= maxSubscriptions) {
            return Uni.createFrom().failure(new RefusedException(Refusal.TOO_MANY_SUBSCRIPTIONS));
        }
        Need need = grant.stream().name().need();
        LastEventId lastId = subscriptions.ids(message.lastId());
        WsEncoding encoding = new WsEncoding(message.label(need), lastId.wanted(), compressed);
        return subscriptions.subscribe(connection, grant, encoding, lastId).invoke(Subscribed::begin);
    }

    /** The stream that a message names; null if its name or parameters are wrong. */
    private static @Nullable Stream stream(ClientMessage message) {
        return message.name()
                                .map(name -> Stream.select(name, message.tag(), message.listText()))
                                .orElse(null)
                        instanceof Stream stream
                ? stream
                : null;
    }

    /** The connection's subscription to the stream that a message names, if there is one. */
    private static @Nullable StreamShare subscription(Connection connection, ClientMessage message) {
        Stream stream = stream(message);
        return stream == null ? null : connection.subscription(stream);
    }

    /** Unsubscribes; false if the message names nothing that this client could be subscribed to. */
    private Uni<Boolean> unsubscribe(Connection connection, ClientMessage message) {
        Stream stream = stream(message);
        if (stream == null) {
            return Uni.createFrom().item(false);
        }
        StreamShare subscription = connection.subscription(stream);
        if (subscription != null) {
            subscription.close();
            return Uni.createFrom().item(true);
        }
        // A client without the subscription learns about lists of its own account only.
        return stream.name().need() == Need.LIST
                ? turn(connection)
                        .flatMap(mayGoOn -> admission.ownsList(connection.viewer(), stream.list()))
                        .onFailure(RefusedException.class)
                        .recoverWithItem(false)
                : Uni.createFrom().item(true);
    }

    private static JsonObject error(ErrorAnswer answer) {
        return answer.json().put("status", answer.status());
    }

    private static JsonObject unsubscribeError() {
        return new JsonObject().put("error", "Error unsubscribing from channel");
    }
}
