package dev.trunkline.internals;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelOutputShutdownEvent;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a socket to PostgreSQL where the driver would wait for the server for ever: in the log-in, in a query, and after the
 * driver has ended its output. Takes itself out of the pipeline of any other socket.
 *
 * <p>A write begins a request. The request is over when the server is ready for the next one, which it says in the last message
 * of each answer.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Nothing is left to do after closing.
final class PostgresGuard extends ChannelDuplexHandler {

    // The second word of the first message (PostgreSQL's documentation, 54.7 "Message Formats").
    private static final int STARTUP = 196_608;
    private static final int SSL_REQUEST = 80_877_103;
    private static final int CANCEL_REQUEST = 80_877_102;

    /** ReadyForQuery without its last byte, the transaction's state. */
    private static final long READY = (long) 'Z' << 32 | 5;

    private static final int READY_LENGTH = 6;

    private final long limitMillis;
    private boolean known;
    private @Nullable Future<?> deadline;

    /** The last bytes read. */
    private long tail;

    PostgresGuard(Duration limit) {
        this.limitMillis = limit.toMillis();
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (!known) {
            known = message instanceof ByteBuf bytes && isPostgres(bytes);
            if (!known) {
                context.pipeline().remove(this);
            }
        }
        if (known && deadline == null) {
            deadline = context.executor().schedule(() -> close(context), limitMillis, TimeUnit.MILLISECONDS);
        }
        context.write(message, promise);
    }

    static boolean isPostgres(ByteBuf first) {
        if (first.readableBytes() < 2 * Integer.BYTES) {
            return false;
        }
        int code = first.getInt(first.readerIndex() + Integer.BYTES);
        return code == STARTUP || code == SSL_REQUEST || code == CANCEL_REQUEST;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes && isReady(bytes)) {
            stop();
        }
        context.fireChannelRead(message);
    }

    private boolean isReady(ByteBuf bytes) {
        int end = bytes.writerIndex();
        for (int i = Math.max(bytes.readerIndex(), end - READY_LENGTH); i < end; i++) {
            tail = tail << Byte.SIZE | bytes.getUnsignedByte(i);
        }
        return (tail >> Byte.SIZE & 0xFF_FFFF_FFFFL) == READY;
    }

    private void stop() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    /** Closes at the first handler: the driver's own handler, further in, answers a close by waiting for the server. */
    private static void close(ChannelHandlerContext context) {
        context.pipeline().firstContext().close();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        context.fireUserEventTriggered(event);
        if (event instanceof ChannelOutputShutdownEvent) {
            close(context);
        }
    }

    /** Passes on why TLS has failed: otherwise the driver reports its failure without a reason. */
    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stop();
        SslHandler tls = context.pipeline().get(SslHandler.class);
        Throwable failure = tls == null ? null : tls.handshakeFuture().cause();
        if (failure != null) {
            context.fireExceptionCaught(failure);
        }
        context.fireChannelInactive();
    }
}
