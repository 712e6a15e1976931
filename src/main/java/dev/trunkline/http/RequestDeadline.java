package dev.trunkline.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose client takes too long over a request, be it by sending nothing or a byte now and then, which the
 * server's own idle time-out does not mind. The time runs from connecting, later from the first byte, to the end of the
 * request's head; a stream or socket has no deadline. Used on the connection's event loop only.
 */
public final class RequestDeadline extends ChannelInboundHandlerAdapter {

    private final Duration limit;
    private @Nullable Future<?> timer;

    RequestDeadline(Duration limit) {
        this.limit = limit;
    }

    /** A request has come. */
    static void met(ChannelPipeline pipeline) {
        RequestDeadline deadline = pipeline.get(RequestDeadline.class);
        if (deadline != null) {
            deadline.stop();
        }
    }

    /** No request is waited for on this connection any more. */
    public static void lift(ChannelPipeline pipeline) {
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

    @SuppressWarnings("FutureReturnValueIgnored") // a connection that cannot be closed is closed already
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
