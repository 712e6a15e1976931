package dev.trunkline.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import org.junit.jupiter.api.Test;

class SilenceTest {

    private final EmbeddedChannel channel = new EmbeddedChannel();

    @Test
    void whatIsWrittenCountsAsTakenAndIsLost() {
        Silence.spreadOver(channel);
        ByteBuf event = Unpooled.copyShort(0x8105);
        assertEquals(true, channel.writeOneOutbound(event).isSuccess());
        assertEquals(0, event.refCnt());
        channel.flushOutbound();
        assertNull(channel.readOutbound());
        assertNull(channel.readInbound());
    }

    /** Otherwise the server closes the socket of a peer that it takes for gone. */
    @Test
    void aPingIsAnswered() {
        channel.pipeline().addLast(new WebSocket13FrameEncoder(false));
        Silence.spreadOver(channel);
        Silence.spreadOver(channel);
        assertEquals(true, channel.writeOneOutbound(new PingWebSocketFrame()).isSuccess());
        channel.runPendingTasks();
        assertEquals(Unpooled.copyInt(0x8A800000).writeShort(0), channel.readInbound());
        assertNull(channel.readInbound());
    }
}
