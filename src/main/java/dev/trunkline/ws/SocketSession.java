package dev.trunkline.ws;

import dev.trunkline.connection.Connection;
import io.quarkus.websockets.next.UserData;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Executes a client's messages one after the other, in the order in which they came. Used on the connection's event loop
 * only.
 */
final class SocketSession {

    static final UserData.TypedKey<SocketSession> KEY = new UserData.TypedKey<>("session");

    private final Connection connection;
    private final StreamingSocket socket;
    private final StreamRequests requests;
    private final boolean compressed;
    private Optional<ClientMessage> first;
    private @Nullable Runnable handshake;
    private final Queue<ClientMessage> waiting = new ArrayDeque<>();
    private boolean busy;

    /**
     * @param compressed whether the client's frames may be compressed
     * @param first what the handshake's query asks for
     * @param handshake its end; runs when the socket opens
     */
    SocketSession(
            Connection connection,
            StreamingSocket socket,
            StreamRequests requests,
            boolean compressed,
            Optional<ClientMessage> first,
            Runnable handshake) {
        this.connection = connection;
        this.socket = socket;
        this.requests = requests;
        this.compressed = compressed;
        this.first = first;
        this.handshake = handshake;
    }

    Connection connection() {
        return connection;
    }

    /** Begins after the handshake, with the subscription that its query asks for. */
    void opened(Duration pingInterval) {
        if (handshake != null) {
            handshake.run();
            handshake = null;
        }
        socket.opened();
        connection.open();
        connection.every(pingInterval, socket::ping);
        first.ifPresent(message -> {
            socket.arriving();
            add(message);
        });
        first = Optional.empty();
        SocketPipeline.open(socket.pipeline());
    }

    /** Executes a text message, after those that came before it. */
    void received(String text) {
        ClientMessage.parse(text).ifPresentOrElse(this::add, () -> {
            socket.executed();
            executeNext();
        });
    }

    private void add(ClientMessage message) {
        if (connection.ended()) {
            return;
        }
        waiting.add(message);
        executeNext();
    }

    /** Executes the messages that wait, unless one is being executed or the client does not read the answers. */
    void executeNext() {
        if (busy || !socket.writable()) {
            return;
        }
        ClientMessage next = waiting.poll();
        if (next == null || connection.ended()) {
            waiting.clear();
            socket.idle();
            return;
        }
        busy = true;
        Uni.createFrom()
                .deferred(() -> requests.execute(connection, next, compressed))
                // Through the event loop's queue, so that a burst does not recurse and other connections get their
                // turn.
                .emitOn(connection.loop())
                .subscribe()
                .with(this::executed, fault -> executed(StreamRequests.unexpected(fault)));
    }

    private void executed(Optional<JsonObject> error) {
        error.ifPresent(text -> socket.tell(text.encode()));
        busy = false;
        socket.executed();
        executeNext();
    }
}
