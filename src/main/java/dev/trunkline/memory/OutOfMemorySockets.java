package dev.trunkline.memory;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Notices where a socket to Redis or PostgreSQL has no memory for what it reads: their clients say only that the connection was
 * closed. Netty offers each new client socket to this service.
 */
@RegisterForReflection
public final class OutOfMemorySockets extends ChannelInitializerExtension {

    private static final ChannelHandler WATCH = new Watch();

    @ChannelHandler.Sharable
    private static final class Watch extends ChannelInboundHandlerAdapter {

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
            OutOfMemory.endIf(failure);
            context.fireExceptionCaught(failure);
        }
    }

    @Override
    public void postInitializeClientChannel(Channel channel) {
        channel.pipeline().addFirst(WATCH);
    }
}
