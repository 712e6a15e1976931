package dev.trunkline.database;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelOutputShutdownEvent;
import io.netty.handler.ssl.SslHandler;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.impl.SqlConnectionInternal;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Closes one socket to PostgreSQL where the driver would wait for the server, who may be silent for ever: in the log-in, when
 * a query has passed its limit, and at the end.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Nothing is left to do when it is closed.
final class SocketGuard extends ChannelInboundHandlerAdapter {

    private final int logInMillis;
    private final Consumer<@Nullable Throwable> refusals;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Future<?> deadline;

    /** @param refusals is told at each end why TLS failed, if it has, before the driver hears of it */
    SocketGuard(int logInMillis, Consumer<@Nullable Throwable> refusals) {
        this.logInMillis = logInMillis;
        this.refusals = refusals;
    }

    static SocketGuard of(SqlConnection connection) {
        SocketConnectionBase socket = (SocketConnectionBase)
                ((SqlConnectionInternal) connection).unwrap().unwrap();
        return socket.socket().channelHandlerContext().pipeline().get(SocketGuard.class);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        deadline = added.executor().schedule(this::sever, logInMillis, TimeUnit.MILLISECONDS);
    }

    /** The log-in is done. */
    void loggedIn() {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    /**
     * Closes the socket, from the pipeline's first handler: the driver's own, further in, waits for the server to close its
     * side. Closing what is closed does nothing.
     */
    void sever() {
        if (context != null) {
            context.pipeline().firstContext().close();
        }
    }

    /** The driver has said farewell. */
    @Override
    public void userEventTriggered(ChannelHandlerContext caller, Object event) {
        caller.fireUserEventTriggered(event);
        if (event instanceof ChannelOutputShutdownEvent) {
            sever();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext caller) {
        loggedIn();
        SslHandler tls = caller.pipeline().get(SslHandler.class);
        refusals.accept(tls == null ? null : tls.handshakeFuture().cause());
        caller.fireChannelInactive();
    }
}
