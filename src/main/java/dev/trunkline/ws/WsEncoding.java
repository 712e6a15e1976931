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
 * @param ids whether they have ids (protocol, section 12)
 * @param compressed whether they are compressed where that makes them smaller (protocol, section 13)
 */
record WsEncoding(String label, boolean ids, boolean compressed) implements Encoding {

    @Override
    public ByteBuf encode(Event event) {
        byte[] utf8 = label.getBytes(StandardCharsets.UTF_8);
        if (compressed) {
            return WebSocketFrame.encodeCompressed(event, utf8, ids);
        }
        return ids ? WebSocketFrame.encodeWithId(event, utf8) : WebSocketFrame.encode(event, utf8);
    }
}
