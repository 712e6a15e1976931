package dev.trunkline.connection;

import dev.trunkline.internals.OutboundQueue;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;

/**
 * Writes encoded frames past the server's own encoders: every connection's queue holds the same buffer, and nothing is
 * worked out per connection. Netty's queue is the outbox; its fill counts some 100 bytes for each entry's bookkeeping too.
 */
// A write that fails closes the channel, and that ends the connection: nobody has to look at each result.
@SuppressWarnings("FutureReturnValueIgnored")
public final class NettyWire implements Wire {

    private final ChannelHandlerContext context;

    /** @param context the handler whose outbound side gets frames as they are to appear on the connection */
    public NettyWire(ChannelHandlerContext context) {
        this.context = context;
    }

    @Override
    public void write(ByteBuf frame) {
        context.write(frame.retainedDuplicate(), context.voidPromise());
    }

    @Override
    public void flush() {
        context.flush();
    }

    @Override
    public long pending() {
        return OutboundQueue.pendingBytes(context.channel());
    }

    @Override
    public void reset() {
        reset(context);
    }

    /**
     * Closes the channel at once and forgets what is queued for it, here and in the kernel.
     *
     * @param context of a handler in front of the HTTP server's own, which would let the queue go out first: that never ends
     *     where the peer does not read
     */
    public static void reset(ChannelHandlerContext context) {
        Channel channel = context.channel();
        if (channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            context.close();
        }
    }
}
