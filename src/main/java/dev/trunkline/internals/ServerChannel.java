package dev.trunkline.internals;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import org.jspecify.annotations.Nullable;

/**
 * The Netty channel below a request, with the handlers that Vert.x's HTTP/1 server puts into its pipeline. The names are
 * those of {@code io.vertx.core.http.impl.HttpServerWorker}. Used on the channel's event loop.
 */
public final class ServerChannel {

    /** Reads requests. */
    static final String DECODER = "httpDecoder";

    /** Writes responses; writes at its context bypass it. */
    static final String ENCODER = "httpEncoder";

    /** Closes an idle connection; present if the server's options set an idle time. */
    static final String IDLE = "idle";

    /**
     * Negotiates extensions of WebSockets, with the answer's last writer; present if the server's options allow an extension. The name
     * is that of {@code io.vertx.core.http.impl.HttpServerConnectionHandler}.
     */
    static final String WEBSOCKET_EXTENSIONS = "webSocketExtensionHandler";

    /** Vert.x's connection, the last handler. */
    static final String CONNECTION = "handler";

    private ServerChannel() {}

    /** The channel that the request came over. */
    public static Channel of(HttpServerRequest request) {
        return ((ConnectionBase) request.connection()).channel();
    }

    /** The context of Vert.x's connection: a write there passes every encoder but those in front of it. */
    public static ChannelHandlerContext connectionContext(HttpServerRequest request) {
        return ((ConnectionBase) request.connection()).channelHandlerContext();
    }

    /** The context of the HTTP encoder: a write there leaves as it is. Null where the channel has no such handler. */
    public static @Nullable ChannelHandlerContext encoderContext(Channel channel) {
        return channel.pipeline().context(ENCODER);
    }

    /** Lets the connection be idle for any time: writes that bypass the idle handler do not count for it. */
    public static void removeIdleHandler(Channel channel) {
        if (channel.pipeline().context(IDLE) != null) {
            channel.pipeline().remove(IDLE);
        }
    }

    /** Keeps the server from negotiating an extension of its own; to be called before a handshake is answered. */
    public static void removeWebSocketExtensions(Channel channel) {
        if (channel.pipeline().context(WEBSOCKET_EXTENSIONS) != null) {
            channel.pipeline().remove(WEBSOCKET_EXTENSIONS);
        }
    }

    /** Adds a handler right before Vert.x's connection. */
    public static void addBeforeConnection(ChannelPipeline pipeline, String name, ChannelHandler handler) {
        pipeline.addBefore(CONNECTION, name, handler);
    }
}
