package dev.trunkline.internals;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelOutputShutdownEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a socket to PostgreSQL where the driver would wait for the server for ever: in the log-in, in a query, and after the
 * driver has ended its output. Takes itself out of the pipeline of any other socket.
 *
 * <p>Also closes it where the server asks for a password and none is configured.
 *
 * <p>A write begins a request, unless one is running. The request is over when the server says that it is ready for the next
 * one. This holds for one request at a time, which is how the pool's users have their connections: of two requests in the
 * pipeline, the second one would have no time limit.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Nothing is left to do after closing.
final class PostgresGuard extends ChannelDuplexHandler {

    // The second word of the first message (PostgreSQL's documentation, 54.7 "Message Formats").
    private static final int STARTUP = 196_608;
    private static final int SSL_REQUEST = 80_877_103;
    private static final int CANCEL_REQUEST = 80_877_102;

    /** The type of the message ReadyForQuery. */
    private static final char READY = 'Z';

    /** The type of the messages of the log-in, which begin with a code. */
    private static final char AUTHENTICATION = 'R';

    /** The codes that ask for a password: in clear text, by MD5, and by SASL, of which PostgreSQL has SCRAM. */
    private static final Set<Integer> PASSWORD_DEMANDS = Set.of(3, 5, 10);

    /** A message's type and its length, which counts itself but not the type. */
    private static final int HEAD_LENGTH = 1 + Integer.BYTES;

    private final long limitMillis;
    private final boolean hasPassword;
    private boolean known;
    private @Nullable Future<?> deadline;

    /** What has been read of the current message's head. */
    private long head;

    private int headLength;

    /** How many bytes of the current message are still to come after its head. */
    private int rest;

    /** The beginning of the current message after its head, at most four bytes. */
    private int code;

    private int codeLength;

    /** @param hasPassword whether the driver may answer when the server asks for a password */
    PostgresGuard(Duration limit, boolean hasPassword) {
        this.limitMillis = limit.toMillis();
        this.hasPassword = hasPassword;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (!known) {
            known = message instanceof ByteBuf bytes && isPostgres(bytes);
            if (!known) {
                context.pipeline().remove(this);
            } else if (code((ByteBuf) message) == SSL_REQUEST) {
                // The answer is a single byte.
                rest = 1;
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
        int code = code(first);
        return code == STARTUP || code == SSL_REQUEST || code == CANCEL_REQUEST;
    }

    private static int code(ByteBuf first) {
        return first.getInt(first.readerIndex() + Integer.BYTES);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes && isReady(bytes)) {
            stop();
        }
        if (!hasPassword && asksForPassword()) {
            // The driver would send one of its own.
            ReferenceCountUtil.release(message);
            context.fireExceptionCaught(new PasswordMissingException());
            close(context);
            return;
        }
        context.fireChannelRead(message);
    }

    /** Whether the last message that has been read so far asks for a password: the server then waits for the answer. */
    private boolean asksForPassword() {
        return headLength == 0
                && codeLength == Integer.BYTES
                && type() == AUTHENTICATION
                && PASSWORD_DEMANDS.contains(code);
    }

    /** Whether ReadyForQuery is among the messages that end in these bytes. Others may follow it at any time: notices, for one. */
    private boolean isReady(ByteBuf bytes) {
        boolean ready = false;
        int end = bytes.writerIndex();
        for (int i = bytes.readerIndex(); i < end; ) {
            if (rest > 0) {
                int length = Math.min(rest, end - i);
                for (int j = i; j < i + length && codeLength < Integer.BYTES; j++) {
                    code = code << Byte.SIZE | bytes.getUnsignedByte(j);
                    codeLength++;
                }
                rest -= length;
                i += length;
                ready |= rest == 0 && type() == READY;
            } else {
                head = (headLength == 0 ? 0 : head << Byte.SIZE) | bytes.getUnsignedByte(i);
                i++;
                headLength++;
                if (headLength == HEAD_LENGTH) {
                    headLength = 0;
                    codeLength = 0;
                    rest = Math.max(0, (int) head - Integer.BYTES);
                }
            }
        }
        return ready;
    }

    private int type() {
        return (int) (head >> Integer.SIZE);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        stop();
    }

    private void stop() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    /** Closes at the first handler: the driver's own handler, further in, answers a close by waiting for the server. */
    private static void close(ChannelHandlerContext context) {
        ChannelHandlerContext first = context.pipeline().firstContext();
        // The pipeline of a socket that has closed meanwhile is empty.
        if (first != null) {
            first.close();
        }
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
