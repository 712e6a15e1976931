package dev.trunkline.internals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.List;

/**
 * The HTTP server's request decoder, which can be paused: what a client sends then stays undecoded bytes. Vert.x itself would
 * queue any number of pipelined requests, and would decode a WebSocket's first frame as a request. Used on the channel's
 * event loop only.
 */
public final class PausableRequestDecoder extends VertxHttpRequestDecoder {

    /** Bytes that may wait; a client that sends more is not read until the decoder resumes. */
    private static final int MAX_WAITING = 64 << 10;

    private enum Mode {
        DECODING,
        PAUSED,
        DISCARDING
    }

    private final ChannelPipeline pipeline;
    private Mode mode = Mode.PAUSED;
    private boolean reading = true;

    private PausableRequestDecoder(HttpServerOptions options, ChannelPipeline pipeline) {
        super(options);
        this.pipeline = pipeline;
    }

    /**
     * Pauses the channel's decoder. The first call puts this one into the place of Vert.x's, which hands over the bytes that
     * it has not decoded.
     *
     * @param options the server's
     */
    public static PausableRequestDecoder pause(ChannelPipeline pipeline, HttpServerOptions options) {
        if (pipeline.get(ServerChannel.DECODER) instanceof PausableRequestDecoder installed) {
            installed.mode = Mode.PAUSED;
            return installed;
        }
        PausableRequestDecoder decoder = new PausableRequestDecoder(options, pipeline);
        pipeline.replace(ServerChannel.DECODER, ServerChannel.DECODER, decoder);
        return decoder;
    }

    /** Decodes what waits and what comes, if it is paused and still in the pipeline. */
    public void resume() {
        if (mode == Mode.PAUSED) {
            proceed(Mode.DECODING);
        }
    }

    /**
     * Drops what waits and what comes; the channel is read all the same, so that the client's leaving is noticed. Does
     * nothing to a channel whose decoder was never paused.
     */
    public static void discard(ChannelPipeline pipeline) {
        if (pipeline.get(ServerChannel.DECODER) instanceof PausableRequestDecoder decoder) {
            decoder.proceed(Mode.DISCARDING);
        }
    }

    private void proceed(Mode next) {
        ChannelHandlerContext context = pipeline.context(this);
        if (context == null) {
            return;
        }
        mode = next;
        read(context, true);
        try {
            // Without new bytes: what has come before is looked at again.
            super.channelRead(context, Unpooled.EMPTY_BUFFER);
            super.channelReadComplete(context);
        } catch (Exception failure) {
            context.fireExceptionCaught(failure);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        super.channelRead(context, message);
        if (mode == Mode.PAUSED && internalBuffer().readableBytes() > MAX_WAITING) {
            read(context, false);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        switch (mode) {
            case DECODING -> super.decode(context, in, out);
            case PAUSED -> {}
            case DISCARDING -> in.skipBytes(in.readableBytes());
        }
    }

    @Override
    protected void decodeLast(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        if (mode == Mode.DECODING) {
            super.decodeLast(context, in, out);
        }
    }

    /** A WebSocket's decoder takes its place, with the bytes that wait. */
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
