package dev.trunkline.demo;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;

/**
 * Loses everything that the server sends, as a network that has failed without a word. The server does not notice: what it writes
 * counts as taken, and its pings as answered; otherwise it would close the socket before the client's own time limit does.
 */
final class Silence extends ChannelOutboundHandlerAdapter {

    /** A WebSocket's frame as the server sends it. */
    private static final short PING = (short) 0x8900;

    /** A frame of a client has a mask. */
    private static final byte[] PONG = {(byte) 0x8A, (byte) 0x80, 0, 0, 0, 0};

    private Silence() {}

    /** To be called on the channel's event loop. */
    static void spreadOver(Channel channel) {
        if (channel.isActive() && channel.pipeline().get(Silence.class) == null) {
            // Nearest to the socket: streams bypass what is above.
            channel.pipeline().addFirst(new Silence());
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        boolean ping = message instanceof ByteBuf frame
                && frame.readableBytes() == Short.BYTES
                && frame.getShort(frame.readerIndex()) == PING;
        ReferenceCountUtil.release(message);
        promise.trySuccess();
        if (ping) {
            // Not from within the writing of the ping.
            context.executor().execute(() -> context.fireChannelRead(Unpooled.copiedBuffer(PONG)));
        }
    }
}
