package dev.trunkline.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A client socket's failures pass on, except for the one after which nothing can be relied on. */
class OutOfMemorySocketsTest {

    private static EmbeddedChannel channel() {
        EmbeddedChannel channel = new EmbeddedChannel();
        new OutOfMemorySockets().postInitializeClientChannel(channel);
        return channel;
    }

    @Test
    void otherFailuresPassOn() {
        IOException reset = new IOException("reset");
        EmbeddedChannel channel = channel();
        channel.pipeline().fireExceptionCaught(reset);
        assertSame(reset, assertThrows(IOException.class, channel::checkException));
    }

    @Test
    void runningOutOfMemoryDoesNot() {
        // Where it is not fatal, as here, the error is thrown on, and Netty logs it.
        List<Throwable> passedOn = new ArrayList<>();
        EmbeddedChannel channel = channel();
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
                passedOn.add(failure);
            }
        });
        channel.pipeline().fireExceptionCaught(new OutOfMemoryError("none left"));
        assertEquals(List.of(), passedOn);
    }
}
