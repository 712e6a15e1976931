package dev.trunkline.sse;

import static io.vertx.core.http.HttpHeaders.ACCEPT_ENCODING;

import dev.trunkline.connection.Connection;
import dev.trunkline.connection.Ending;
import dev.trunkline.connection.NettyWire;
import dev.trunkline.connection.Wire;
import dev.trunkline.http.RequestDecoder;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.TimeUnit;

/**
 * The connection below one response, and the shortest way to it: past the HTTP server's encoder, which has written the head,
 * with chunks that are framed already. Where a handler behind the encoder compresses, frames go the server's own way.
 */
record SseSocket(HttpServerRequest request, ConnectionBase connection, Wire wire, SseEncoding encoding) {

    /** Vert.x's names of its handlers. */
    private static final String ENCODER = "httpEncoder";

    private static final String COMPRESSOR = "deflater";
    private static final String IDLE = "idle";

    private static final long FAREWELL_SECONDS = 5;

    static SseSocket of(RoutingContext context) {
        HttpServerRequest request = context.request();
        ConnectionBase connection = (ConnectionBase) request.connection();
        ChannelPipeline pipeline = connection.channel().pipeline();
        ChannelHandlerContext encoder = pipeline.context(ENCODER);
        boolean compressed = pipeline.context(COMPRESSOR) != null && request.getHeader(ACCEPT_ENCODING) != null;
        if (encoder == null || compressed) {
            return new SseSocket(
                    request, connection, new ResponseWire(request.response(), connection.channel()), SseEncoding.PLAIN);
        }
        boolean chunked = request.version() != HttpVersion.HTTP_1_0;
        return new SseSocket(
                request, connection, new NettyWire(encoder), chunked ? SseEncoding.CHUNKED : SseEncoding.PLAIN);
    }

    EventLoop eventLoop() {
        return connection.channel().eventLoop();
    }

    /**
     * Ends the stream's connection when the client has gone, also if that was before. The response's own stream cannot be
     * relied on for it: what Mutiny hands from one thread to another cannot be cancelled on the way, and a cancellation that
     * comes just then is lost.
     */
    void watch(Connection stream) {
        ChannelFuture closed = connection.channel().closeFuture();
        ChannelFutureListener leaving = gone -> stream.end(Ending.CLIENT_LEFT);
        closed.addListener(leaving);
        stream.atEnd(() -> closed.removeListener(leaving));
    }

    /** The stream has begun: from now on the connection is idle as long as it likes. */
    void begun() {
        // The server closes behind the stream, so that nobody would answer what a client sends meanwhile.
        RequestDecoder.deafen(connection.channel().pipeline());
        // Frames bypass this handler, which would take the connection for idle.
        if (connection.channel().pipeline().context(IDLE) != null) {
            connection.channel().pipeline().remove(IDLE);
        }
    }

    /**
     * Closes the connection, whose idle time nobody watches any more, behind the response's end. A client that does not take
     * what was written before that is not waited for.
     */
    void close() {
        connection.close();
        Future<?> reset = eventLoop().schedule(wire::reset, FAREWELL_SECONDS, TimeUnit.SECONDS);
        connection.channel().closeFuture().addListener(closed -> reset.cancel(false));
    }
}
