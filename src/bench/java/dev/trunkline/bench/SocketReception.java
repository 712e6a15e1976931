package dev.trunkline.bench;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A WebSocket: the handshake's answer, then the frames of the events and nothing else; the server does not ping. */
class SocketReception extends Reception {

    SocketReception(Expected expected, int viewer) {
        super(expected, viewer);
    }

    @Override
    boolean accepts(String answer) {
        return answer.startsWith("http/1.1 101 ") && !answer.contains("\r\nsec-websocket-extensions:");
    }

    @Override
    void body(ByteBuffer in, long published) throws IOException {
        event(in, Integer.MAX_VALUE, published);
    }

    @Override
    boolean open() {
        return answered();
    }
}
