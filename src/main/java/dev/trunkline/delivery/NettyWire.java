package dev.trunkline.delivery;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;

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
        ChannelOutboundBuffer queue = context.channel().unsafe().outboundBuffer();
        // A closed channel has no queue.
        return queue == null ? 0 : queue.totalPendingWriteBytes();
    }

    @Override
    public void reset() {
        // Without lingering the kernel forgets what it holds for the peer, too.
        context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        // Past the server's handler, which would first have the close of a WebSocket answered.
        context.close();
    }
}
