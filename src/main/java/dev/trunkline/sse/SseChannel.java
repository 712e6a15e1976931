package dev.trunkline.sse;

import static io.vertx.core.http.HttpHeaders.ACCEPT_ENCODING;

import dev.trunkline.connection.Connection;
import dev.trunkline.connection.Ending;
import dev.trunkline.connection.NettyWire;
import dev.trunkline.connection.Wire;
import dev.trunkline.http.Pipelining;
import dev.trunkline.internals.ServerChannel;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.concurrent.TimeUnit;

/**
 * The channel below one response, and the shortest way to it: past the HTTP server's encoder, which has written the head,
 * with chunks that are framed already. A compressed response takes the server's own way, as the compressor stands behind the
 * encoder.
 */
record SseChannel(HttpServerRequest request, Channel channel, Wire wire, SseEncoding encoding) {

    private static final long CLOSE_SECONDS = 5;

    static SseChannel of(HttpServerRequest request) {
        Channel channel = ServerChannel.of(request);
        ChannelHandlerContext encoder = ServerChannel.encoderContext(channel);
        boolean compressed = ServerChannel.compresses(channel) && request.getHeader(ACCEPT_ENCODING) != null;
        if (encoder == null || compressed) {
            return new SseChannel(request, channel, new ResponseWire(request.response(), channel), SseEncoding.PLAIN);
        }
        boolean chunked = request.version() != HttpVersion.HTTP_1_0;
        return new SseChannel(
                request, channel, new NettyWire(encoder), chunked ? SseEncoding.CHUNKED : SseEncoding.PLAIN);
    }

    EventLoop eventLoop() {
        return channel.eventLoop();
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
        ServerChannel.removeIdleHandler(channel);
    }

    /**
     * Closes the connection, which has no idle time-out any more, behind the response's end. What a client does not take
     * within a few seconds is dropped.
     */
    void close() {
        request.connection().close();
        Future<?> reset = eventLoop().schedule(wire::reset, CLOSE_SECONDS, TimeUnit.SECONDS);
        channel.closeFuture().addListener(closed -> reset.cancel(false));
    }
}
