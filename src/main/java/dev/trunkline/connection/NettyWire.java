package dev.trunkline.connection;

import dev.trunkline.internals.OutboundQueue;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;

/**
 * Writes encoded frames past the server's own encoders: the queues of all connections hold the same buffer, and no work is
 * done per connection. Netty's queue is the outbox; its size includes some 100 bytes of bookkeeping per entry.
 */
// A write that fails closes the channel, which ends the connection: no caller needs the result.
@SuppressWarnings("FutureReturnValueIgnored")
public final class NettyWire implements Wire {

    private final ChannelHandlerContext context;

    /** @param context a write at this handler leaves the process as it is */
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
    public long upkeep() {
        return (long) OutboundQueue.flushedEntries(context.channel()) * ENTRY;
    }

    @Override
    public void whenClosed(Runnable action) {
        context.channel().closeFuture().addListener(closed -> action.run());
    }

    @Override
    public void reset() {
        reset(context);
    }

    /**
     * Closes the channel at once and drops what is queued for it, here and in the kernel.
     *
     * @param context of a handler in front of the HTTP server's own, which would flush the queue first and wait forever for a
     *     peer that does not read
     */
    public static void reset(ChannelHandlerContext context) {
        Channel channel = context.channel();
        if (channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            context.close();
        }
    }
}
