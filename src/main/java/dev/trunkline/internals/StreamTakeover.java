package dev.trunkline.internals;

import dev.trunkline.memory.OutOfMemory;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderException;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.net.impl.VertxHandler;
import java.io.IOException;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Takes a channel out of the HTTP server once the head of an endless response has been written. The request with its headers, the
 * routing, the response and the codecs would take three quarters of the memory of an idle stream, and nobody asks for them again.
 */
public final class StreamTakeover {

    private static final Logger LOG = Logger.getLogger(StreamTakeover.class);

    private static final String STREAM = "stream";
    private static final ChannelHandler STREAM_HANDLER = new StreamHandler();

    /** All that is left to read: nothing. A channel that cannot be closed is closed already. */
    @SuppressWarnings("FutureReturnValueIgnored")
    @ChannelHandler.Sharable
    private static final class StreamHandler extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ReferenceCountUtil.release(message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
            OutOfMemory.endIf(failure);
            // The client's network, or its TLS.
            if (failure instanceof IOException || failure instanceof DecoderException) {
                LOG.debug("An event stream's channel has failed", failure);
            } else {
                LOG.error("An event stream's channel has failed", failure);
            }
            context.close();
        }
    }

    private StreamTakeover() {}

    /**
     * Removes the HTTP server's handlers, and tells the server and all that follow the response that the client has left. What is
     * written to the channel from then on leaves as it is; what the client sends is dropped. To be called on the channel's event
     * loop.
     */
    public static void takeOver(Channel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        if (!(pipeline.get(ServerChannel.CONNECTION) instanceof VertxHandler<?> server)) {
            // The channel is closed, and its pipeline empty.
            return;
        }
        // The server may have left the head for the end of what it reads.
        channel.flush();
        pipeline.addLast(STREAM, STREAM_HANDLER);
        List<String> names = List.copyOf(pipeline.toMap().keySet());
        names.subList(names.indexOf(ServerChannel.DECODER), names.indexOf(STREAM))
                .forEach(pipeline::remove);
        server.channelInactive(pipeline.firstContext());
    }
}
