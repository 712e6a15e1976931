package dev.trunkline.sse;

import dev.trunkline.connection.Connection;
import dev.trunkline.connection.Ending;
import dev.trunkline.connection.NettyWire;
import dev.trunkline.connection.Wire;
import dev.trunkline.http.Pipelining;
import dev.trunkline.internals.RequestHook;
import dev.trunkline.internals.ServerChannel;
import dev.trunkline.internals.StreamTakeover;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The channel below one response, and the shortest way to it: past the HTTP server's encoder, which has written the head,
 * with chunks that are framed already. Once the stream has begun, the HTTP server gives the channel up. Used on the channel's event
 * loop only.
 */
final class SseChannel {

    private static final long CLOSE_SECONDS = 5;

    private final Channel channel;
    private final Wire wire;
    private final SseCoding coding;
    private final boolean detachable;

    /** Null once the HTTP server has given the channel up. */
    private @Nullable HttpServerRequest request;

    private SseChannel(HttpServerRequest request, Channel channel, Wire wire, SseCoding coding, boolean detachable) {
        this.request = request;
        this.channel = channel;
        this.wire = wire;
        this.coding = coding;
        this.detachable = detachable;
    }

    /**
     * @param compressed whether the body is
     * @param mayDetach whether the HTTP server may give the channel up, if nothing else keeps it
     */
    static SseChannel of(HttpServerRequest request, boolean compressed, boolean mayDetach) {
        Channel channel = ServerChannel.of(request);
        ChannelHandlerContext encoder = ServerChannel.encoderContext(channel);
        boolean detachable = mayDetach && !RequestHook.isTraced(request);
        boolean chunked = request.version() != HttpVersion.HTTP_1_0;
        SseEncoding framing = chunked ? SseEncoding.CHUNKED : SseEncoding.PLAIN;
        // Without an encoder the channel is closed.
        if (!compressed) {
            Wire wire = detachable || encoder == null ? new NettyWire(channel) : new NettyWire(encoder);
            return new SseChannel(request, channel, wire, framing, detachable);
        }
        GzipWire wire = detachable || encoder == null ? new GzipWire(channel) : new GzipWire(encoder);
        return new SseChannel(request, channel, wire, new GzipCoding(framing, wire), detachable);
    }

    EventLoop eventLoop() {
        return channel.eventLoop();
    }

    Wire wire() {
        return wire;
    }

    SseCoding coding() {
        return coding;
    }

    /** Whether the HTTP server has given the channel up: its response has no end any more but {@link #close}. */
    boolean detached() {
        return request == null;
    }

    /**
     * Ends the stream's connection when the client leaves, or has left. The cancellation of the response's {@code Multi} is
     * not enough: while Mutiny hands an item from one thread to another, a cancellation is lost.
     */
    void endWithChannel(Connection connection) {
        ChannelFutureListener left = closed -> connection.end(Ending.CLIENT_LEFT);
        channel.closeFuture().addListener(left);
        connection.atEnd(() -> channel.closeFuture().removeListener(left));
    }

    /** Prepares the channel for a stream that has begun: it may be idle for any time and brings no further request. */
    void begin() {
        // The server closes the connection behind the stream, so that nothing would answer what a client sends
        // meanwhile.
        Pipelining.discardInput(channel);
        if (detachable) {
            request = null;
            StreamTakeover.takeOver(channel);
        } else {
            ServerChannel.removeIdleHandler(channel);
        }
    }

    /** Writes the end of the body. */
    void finish() {
        ByteBuf trailer = coding.trailer();
        if (trailer.isReadable()) {
            wire.write(trailer);
            wire.flush();
        }
        trailer.release();
    }

    /**
     * Closes the connection, which has no idle time-out any more, behind the response's end. What a client does not take
     * within a few seconds is dropped.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // A write that fails closes the channel, too.
    void close() {
        if (request == null) {
            ByteBuf end = coding.end();
            channel.writeAndFlush(end).addListener(ChannelFutureListener.CLOSE);
        } else {
            request.connection().close();
        }
        Future<?> reset = eventLoop().schedule(wire::reset, CLOSE_SECONDS, TimeUnit.SECONDS);
        channel.closeFuture().addListener(closed -> reset.cancel(false));
    }
}
