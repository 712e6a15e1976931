package dev.trunkline.http;

import dev.trunkline.internals.ServerChannel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.util.concurrent.Future;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose client takes too long to send a request's head, whether it sends nothing or a byte now and then,
 * which the server's own idle time-out allows. The time runs from connecting, or from the first byte of a later request; a
 * stream or socket has no deadline. Used on the connection's event loop only.
 */
public final class RequestDeadline extends ChannelInboundHandlerAdapter {

    private final Duration limit;
    private @Nullable Future<?> timer;

    RequestDeadline(Duration limit) {
        this.limit = limit;
    }

    /** The request's head is complete. */
    static void stop(HttpServerRequest request) {
        RequestDeadline deadline = ServerChannel.of(request).pipeline().get(RequestDeadline.class);
        if (deadline != null) {
            deadline.stop();
        }
    }

    /** The connection will bring no further request. */
    public static void remove(ChannelPipeline pipeline) {
        if (pipeline.get(RequestDeadline.class) != null) {
            pipeline.remove(RequestDeadline.class);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        start(context);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        stop();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stop();
        context.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (timer == null) {
            start(context);
        }
        context.fireChannelRead(message);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // A connection that cannot be closed is closed already.
    private void start(ChannelHandlerContext context) {
        Runnable close = context::close;
        timer = context.executor().schedule(close, limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void stop() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
