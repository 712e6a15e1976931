package dev.trunkline.ws;

import dev.trunkline.connection.Connection;
import dev.trunkline.http.Query;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/**
 * What a client asks of its socket, carried out one message after the other in the order in which they came. Used on the
 * connection's event loop only.
 */
final class SocketSession {

    private final Connection connection;
    private final StreamingSocket socket;
    private final StreamRequests requests;
    private final Pace pace;
    private final Query query;
    private final Queue<ClientMessage> waiting = new ArrayDeque<>();
    private boolean busy;

    SocketSession(Connection connection, StreamingSocket socket, StreamRequests requests, Pace pace, Query query) {
        this.connection = connection;
        this.socket = socket;
        this.requests = requests;
        this.pace = pace;
        this.query = query;
    }

    Connection connection() {
        return connection;
    }

    /** The handshake is through: begins with what its query asks for. */
    void opened(Duration pingInterval) {
        socket.opened();
        connection.open();
        connection.every(pingInterval, socket::ping);
        ClientMessage.of(query).ifPresent(message -> {
            socket.arriving();
            add(message);
        });
        socket.listen();
    }

    /** A text message has come. */
    void received(String text) {
        ClientMessage.parse(text).ifPresentOrElse(this::add, () -> {
            socket.carriedOut();
            goOn();
        });
    }

    private void add(ClientMessage message) {
        if (connection.ended()) {
            return;
        }
        waiting.add(message);
        goOn();
    }

    /** Carries out what waits, unless it is at it or the client does not read what it was told before. */
    void goOn() {
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
                .deferred(() -> requests.carryOut(connection, pace, next))
                // Through the loop's queue, so that a burst neither recurses nor keeps others from their turn.
                .emitOn(connection.loop())
                .subscribe()
                .with(this::carriedOut, unexpected -> carriedOut(StreamRequests.unexpected(unexpected)));
    }

    private void carriedOut(Optional<JsonObject> complaint) {
        complaint.ifPresent(text -> socket.tell(text.encode()));
        busy = false;
        socket.carriedOut();
        goOn();
    }
}
