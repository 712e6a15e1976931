package dev.trunkline.ws;

import dev.trunkline.connection.Connection;
import dev.trunkline.connection.Ending;
import dev.trunkline.connection.Wire;
import dev.trunkline.event.WebSocketFrame;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The protocol's side of one socket: pings and who answers them, closing and who began it, and how fast the client is read.
 * Used on the connection's event loop only.
 */
// A write that fails closes the channel, and that ends the connection: nobody has to look at each result.
@SuppressWarnings("FutureReturnValueIgnored")
final class StreamingSocket {

    private static final String NO_BINARY = "The mastodon streaming server does not support binary messages";

    /** Messages that may wait to be carried out before the client is read no further. */
    private static final int MOST_WAITING = 16;

    /** How long the peer may take to answer a close before the connection is closed, or reset if it does not read. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final ChannelHandlerContext context;
    private final Wire wire;
    private @Nullable Connection connection;
    private int waiting;
    private boolean reading = true;
    private boolean answered = true;
    private boolean closing;

    /** Why the connection ended before the handshake was through. */
    private @Nullable Ending early;

    StreamingSocket(ChannelHandlerContext context, Wire wire) {
        this.context = context;
        this.wire = wire;
    }

    /** Says whose connection it is; it ends when the channel closes, at whatever moment. */
    void attach(Connection owner) {
        connection = owner;
        ChannelFuture closed = context.channel().closeFuture();
        ChannelFutureListener leaving = gone -> owner.end(Ending.CLIENT_LEFT);
        closed.addListener(leaving);
        // A refused handshake leaves the channel open for the next.
        owner.atEnd(() -> closed.removeListener(leaving));
    }

    void end(Ending ending) {
        if (connection != null) {
            connection.end(ending);
        }
    }

    /** The handshake is through. */
    void opened() {
        if (early != null) {
            sayGoodbye(early, true);
        }
    }

    /** What the client has sent is looked at from now on. */
    void listen() {
        SocketPipeline.listen(context.pipeline());
    }

    /** Sends a ping; a peer that has not answered the one before is dropped. */
    void ping() {
        if (!reading && writable()) {
            // It is we who do not read, and not since it does not.
            return;
        }
        if (!answered) {
            end(Ending.SILENT_PEER);
            return;
        }
        answered = false;
        context.writeAndFlush(new PingWebSocketFrame());
    }

    /** The peer has sent something. */
    void alive() {
        answered = true;
    }

    /** Answers a ping, unless the peer has left so much unread that it does not wait for this. */
    void pong(ByteBuf content) {
        if (writable()) {
            context.writeAndFlush(new PongWebSocketFrame(content.retain()));
        }
    }

    /** Whether the peer reads what it is sent. */
    boolean writable() {
        return context.channel().isWritable();
    }

    /** A message is complete and will be carried out. */
    void arriving() {
        if (++waiting >= MOST_WAITING && reading) {
            read(false);
        }
    }

    /** A message has been carried out. */
    void carriedOut() {
        waiting = Math.max(0, waiting - 1);
    }

    /**
     * Nothing is left to be carried out: the client is read again. That does not hang on the count, which would be too high
     * for ever if a message got lost on its way here: a client that is not read cannot be seen to leave.
     */
    void idle() {
        waiting = 0;
        if (!reading) {
            // What it answered meanwhile is still to be read.
            answered = true;
            read(true);
        }
    }

    private void read(boolean on) {
        reading = on;
        context.channel().config().setAutoRead(on);
    }

    /** Sends a text that is no event. */
    void tell(String text) {
        if (connection != null) {
            ByteBuf frame = WebSocketFrame.text(text);
            connection.send(frame);
            frame.release();
        }
    }

    boolean closing() {
        return closing;
    }

    /**
     * The peer has sent a close: an answer to ours, or one to be answered.
     *
     * @param code negative if it has none
     */
    void closedByPeer(int code) {
        if (closing) {
            context.close();
            return;
        }
        closing = true;
        end(Ending.CLIENT_LEFT);
        context.writeAndFlush(code < 0 ? new CloseWebSocketFrame() : new CloseWebSocketFrame(code, ""))
                .addListener(written -> context.close());
        afterPatience(wire::reset);
    }

    /** The connection has ended for that reason: says so to the peer and closes when it has answered, or is out of time. */
    void sayGoodbye(Ending ending, boolean opened) {
        if (!opened) {
            early = ending;
            return;
        }
        if (closing || ending == Ending.CLIENT_LEFT) {
            return;
        }
        closing = true;
        if (ending == Ending.SILENT_PEER) {
            wire.reset();
            return;
        }
        read(true);
        context.writeAndFlush(
                new CloseWebSocketFrame(ending.closeCode(), ending == Ending.BINARY_MESSAGE ? NO_BINARY : ""));
        afterPatience(ending == Ending.SLOW_READER ? wire::reset : context::close);
    }

    private void afterPatience(Runnable close) {
        context.executor().schedule(close, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
