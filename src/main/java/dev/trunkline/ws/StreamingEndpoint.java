package dev.trunkline.ws;

import dev.trunkline.config.Settings;
import dev.trunkline.stream.StreamName;
import io.quarkus.websockets.next.InboundProcessingMode;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import java.time.Duration;

/**
 * The one WebSocket endpoint (protocol, section 5). It passes messages to the socket's session, which keeps their order;
 * events bypass it, encoded once for all connections.
 */
@WebSocket(
        path = StreamName.ROOT,
        endpointId = StreamingEndpoint.ID,
        inboundProcessingMode = InboundProcessingMode.CONCURRENT)
public class StreamingEndpoint {

    static final String ID = "streaming";

    private final Duration pingInterval;

    StreamingEndpoint(Settings settings) {
        this.pingInterval = settings.websocket().pingInterval();
    }

    @OnOpen
    @NonBlocking
    void opened(WebSocketConnection socket) {
        session(socket).opened(pingInterval);
    }

    @OnTextMessage
    @NonBlocking
    void received(String text, WebSocketConnection socket) {
        session(socket).received(text);
    }

    private static SocketSession session(WebSocketConnection socket) {
        return socket.userData().get(SocketSession.KEY);
    }
}
