package dev.trunkline.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.List;

/**
 * The HTTP server's decoder, with a stop: what a client sends behind a request that is long in being answered stays bytes
 * until then. The server would queue any number of requests, and would take for one what is a WebSocket's first frame. Used
 * on the connection's event loop only.
 */
public final class RequestDecoder extends VertxHttpRequestDecoder {

    /** Bytes that may wait; a client that sends more is read when it has been answered. */
    private static final int MOST_WAITING = 64 << 10;

    private enum Mode {
        DECODING,
        WAITING,
        DEAF
    }

    private Mode mode = Mode.WAITING;
    private boolean reading = true;

    /** One that waits. */
    RequestDecoder(HttpServerOptions options) {
        super(options);
    }

    /** Drops whatever comes on this connection, and goes on reading, so that the client's leaving is noticed. */
    public static void deafen(ChannelPipeline pipeline) {
        RequestDeadline.lift(pipeline);
        RequestDecoder decoder = pipeline.get(RequestDecoder.class);
        if (decoder != null) {
            decoder.goOn(pipeline.context(decoder), Mode.DEAF);
        }
    }

    /** The next request waits. */
    void hold() {
        mode = Mode.WAITING;
    }

    /** The next request has its turn. */
    void release(ChannelHandlerContext context) {
        if (mode == Mode.WAITING && !context.isRemoved()) {
            goOn(context, Mode.DECODING);
        }
    }

    private void goOn(ChannelHandlerContext context, Mode next) {
        mode = next;
        read(context, true);
        try {
            // Nothing new, but what has come is looked at again.
            super.channelRead(context, Unpooled.EMPTY_BUFFER);
            super.channelReadComplete(context);
        } catch (Exception failure) {
            context.fireExceptionCaught(failure);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        super.channelRead(context, message);
        if (mode == Mode.WAITING && internalBuffer().readableBytes() > MOST_WAITING) {
            read(context, false);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        switch (mode) {
            case DECODING -> super.decode(context, in, out);
            case WAITING -> {}
            case DEAF -> in.skipBytes(in.readableBytes());
        }
    }

    @Override
    protected void decodeLast(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        if (mode == Mode.DECODING) {
            super.decodeLast(context, in, out);
        }
    }

    /** A WebSocket's decoder takes over, with what waits. */
    @Override
    protected void handlerRemoved0(ChannelHandlerContext context) throws Exception {
        super.handlerRemoved0(context);
        read(context, true);
    }

    private void read(ChannelHandlerContext context, boolean on) {
        if (reading != on) {
            reading = on;
            context.channel().config().setAutoRead(on);
        }
    }
}
