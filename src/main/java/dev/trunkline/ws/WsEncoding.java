package dev.trunkline.ws;

import dev.trunkline.event.Encoding;
import dev.trunkline.event.Event;
import dev.trunkline.event.WebSocketFrame;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * WebSocket text frames with one label; all sockets whose clients spelled a stream alike share their frames.
 *
 * @param label the {@code stream} array as JSON
 */
record WsEncoding(String label) implements Encoding {

    @Override
    public ByteBuf encode(Event event) {
        return WebSocketFrame.encode(event, label.getBytes(StandardCharsets.UTF_8));
    }
}
