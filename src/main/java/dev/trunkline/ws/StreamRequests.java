package dev.trunkline.ws;

import dev.trunkline.admission.Admission;
import dev.trunkline.admission.Grant;
import dev.trunkline.admission.Refusal;
import dev.trunkline.admission.RefusedException;
import dev.trunkline.config.Settings;
import dev.trunkline.connection.Connection;
import dev.trunkline.connection.StreamShare;
import dev.trunkline.fanout.Subscriptions;
import dev.trunkline.http.ErrorAnswer;
import dev.trunkline.http.RequestFault;
import dev.trunkline.stream.Need;
import dev.trunkline.stream.Stream;
import dev.trunkline.stream.StreamName;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Executes clients' messages: subscribes to and unsubscribes from the stream that a message names (protocol, section 5). */
@ApplicationScoped
class StreamRequests {

    private static final Logger LOG = Logger.getLogger(StreamRequests.class);

    private final Admission admission;
    private final Subscriptions subscriptions;
    private final int maxSubscriptions;

    StreamRequests(Admission admission, Subscriptions subscriptions, Settings settings) {
        this.admission = admission;
        this.subscriptions = subscriptions;
        this.maxSubscriptions = settings.websocket().maxSubscriptions();
    }

    /** Executes a message; the item is the error that the client has to be told, if there is one. */
    Uni<Optional<JsonObject>> execute(Connection connection, Pace pace, ClientMessage message) {
        return switch (message.type()) {
            case SUBSCRIBE ->
                subscribe(connection, pace, message)
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

    private Uni<?> subscribe(Connection connection, Pace pace, ClientMessage message) {
        if (subscription(connection, message) != null) {
            return Uni.createFrom().voidItem();
        }
        return admission
                .admit(connection.viewer(), message.name(), message.tag(), message.listText())
                .emitOn(connection.loop())
                .flatMap(grant -> subscribe(connection, pace, message, grant));
    }

    /** Delays a client that subscribes too fast. What it sends meanwhile is not executed, and not even read if it is much. */
    @SuppressWarnings("FutureReturnValueIgnored") // Nothing cancels it.
    private static Uni<Void> paced(Connection connection, Pace pace) {
        Duration pause = pace.next(System.nanoTime());
        return pause.isNegative() || pause.isZero()
                ? Uni.createFrom().voidItem()
                : Uni.createFrom().emitter(emitter -> connection
                        .loop()
                        .schedule(() -> emitter.complete(null), pause.toNanos(), TimeUnit.NANOSECONDS));
    }

    private Uni<?> subscribe(Connection connection, Pace pace, ClientMessage message, Grant grant) {
        if (connection.ended()) {
            return Uni.createFrom().voidItem();
        }
        if (connection.streams() >= maxSubscriptions) {
            return Uni.createFrom().failure(new RefusedException(Refusal.TOO_MANY_SUBSCRIPTIONS));
        }
        Need need = grant.stream().name().need();
        return paced(connection, pace)
                .flatMap(paced -> connection.ended()
                        ? Uni.createFrom().voidItem()
                        : subscriptions.subscribe(connection, grant, new WsEncoding(message.label(need))));
    }

    /** The connection's subscription to the stream that a message names, if there is one. */
    private static @Nullable StreamShare subscription(Connection connection, ClientMessage message) {
        return message.name()
                                .map(name -> Stream.select(name, message.tag(), message.listText()))
                                .orElse(null)
                        instanceof Stream stream
                ? connection.subscription(stream)
                : null;
    }

    /** Unsubscribes; false if the message names nothing that this client could be subscribed to. */
    private Uni<Boolean> unsubscribe(Connection connection, ClientMessage message) {
        Optional<StreamName> name = message.name();
        if (name.isEmpty()
                || !(Stream.select(name.get(), message.tag(), message.listText()) instanceof Stream stream)) {
            return Uni.createFrom().item(false);
        }
        StreamShare subscription = connection.subscription(stream);
        if (subscription != null) {
            subscription.close();
            return Uni.createFrom().item(true);
        }
        // A client without the subscription learns about lists of its own account only.
        return stream.name().need() == Need.LIST
                ? admission
                        .ownsList(connection.viewer(), stream.list())
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
