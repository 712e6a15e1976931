package dev.trunkline.sse;

import dev.trunkline.connection.NettyWire;
import dev.trunkline.connection.Wire;
import dev.trunkline.internals.OutboundQueue;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.TimeUnit;

/** Writes through the HTTP server's own encoders: the slower way, for responses that are compressed. */
// As in NettyWire, a write that fails closes the channel.
@SuppressWarnings("FutureReturnValueIgnored")
final class ResponseWire implements Wire {

    private static final long LOOK_AGAIN_MILLIS = 20;

    private final HttpServerResponse response;
    private final Channel channel;

    ResponseWire(HttpServerResponse response, Channel channel) {
        this.response = response;
        this.channel = channel;
    }

    @Override
    public void write(ByteBuf frame) {
        response.write(Buffer.buffer(ByteBufUtil.getBytes(frame)));
    }

    @Override
    public void flush() {
        channel.flush();
    }

    @Override
    public long pending() {
        return OutboundQueue.pendingBytes(channel);
    }

    /** All of it: the bytes are this connection's own. */
    @Override
    public long upkeep() {
        return (long) OutboundQueue.flushedEntries(channel) * ENTRY + pending();
    }

    /** The compressor swallows what is empty: the queue is looked at instead. */
    @Override
    public void whenTaken(Runnable action) {
        if (pending() == 0 || !channel.isOpen()) {
            action.run();
        } else {
            channel.eventLoop().schedule(() -> whenTaken(action), LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void whenClosed(Runnable action) {
        channel.closeFuture().addListener(closed -> action.run());
    }

    @Override
    public void reset() {
        NettyWire.reset(channel);
    }
}
