package dev.trunkline.connection;

import dev.trunkline.internals.OutboundQueue;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundInvoker;

/**
 * Writes encoded frames past the server's own encoders: the queues of all connections hold the same buffer, and no work is
 * done per connection. Netty's queue is the outbox; its size includes some 100 bytes of bookkeeping per entry.
 */
// A write that fails closes the channel, which ends the connection: no caller needs the result.
@SuppressWarnings("FutureReturnValueIgnored")
public class NettyWire implements Wire {

    private final Channel channel;
    private ChannelOutboundInvoker out;

    /** @param context a write at this handler leaves the process as it is */
    public NettyWire(ChannelHandlerContext context) {
        this(context, context.channel());
    }

    /** @param channel what is written to it leaves the process as it is */
    public NettyWire(Channel channel) {
        this(channel, channel);
    }

    private NettyWire(ChannelOutboundInvoker out, Channel channel) {
        this.out = out;
        this.channel = channel;
    }

    /** From now on writes at this handler, which is nearer to the socket. */
    public void shorten(ChannelHandlerContext context) {
        out = context;
    }

    @Override
    public void write(ByteBuf frame) {
        out.write(frame.retainedDuplicate(), channel.voidPromise());
    }

    @Override
    public void flush() {
        out.flush();
    }

    @Override
    public long pending() {
        return OutboundQueue.pendingBytes(channel);
    }

    @Override
    public long upkeep() {
        return (long) OutboundQueue.flushedEntries(channel) * ENTRY;
    }

    @Override
    public void whenTaken(Runnable action) {
        out.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(taken -> action.run());
    }

    @Override
    public void whenClosed(Runnable action) {
        channel.closeFuture().addListener(closed -> action.run());
    }

    @Override
    public void reset() {
        reset(channel);
    }

    /**
     * Closes the channel at once and drops what is queued for it, here and in the kernel. It goes past the HTTP server's own
     * handler, which would flush the queue first and wait forever for a peer that does not read.
     */
    public static void reset(Channel channel) {
        ChannelHandlerContext first = channel.pipeline().firstContext();
        // A channel that is closed has no handlers.
        if (channel.isOpen() && first != null) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            first.close();
        }
    }
}
