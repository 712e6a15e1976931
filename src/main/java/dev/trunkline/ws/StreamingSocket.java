package dev.trunkline.ws;

import dev.trunkline.connection.Connection;
import dev.trunkline.connection.Ending;
import dev.trunkline.connection.Wire;
import dev.trunkline.event.WebSocketFrame;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One socket: its pings and their answers, its closing handshake, and how fast the client is read. Used on the connection's
 * event loop only.
 */
// A write that fails closes the channel, which ends the connection: the result of each need not be checked.
@SuppressWarnings("FutureReturnValueIgnored")
final class StreamingSocket {

    private static final String NO_BINARY = "The mastodon streaming server does not support binary messages";

    /** Messages that may wait to be executed before the client is no longer read. */
    private static final int MAX_WAITING = 16;

    /** How long the peer may take to answer a close frame before the connection is closed, or reset if the peer does not read. */
    private static final Duration CLOSE_TIME = Duration.ofSeconds(1);

    private final ChannelHandlerContext context;
    private final Wire wire;
    private final PingAnswers answers;
    private @Nullable Connection connection;
    private int waiting;
    private boolean reading = true;
    private boolean closing;

    /** Why the connection ended before the handshake was answered. */
    private @Nullable Ending early;

    /** @param pingInterval how often {@link #ping()} is called */
    StreamingSocket(ChannelHandlerContext context, Wire wire, Duration pingInterval) {
        this.context = context;
        this.wire = wire;
        this.answers = new PingAnswers(pingInterval);
    }

    /** Sets the connection, which ends when the channel closes. */
    void attach(Connection owner) {
        connection = owner;
        ChannelFuture closed = context.channel().closeFuture();
        ChannelFutureListener left = gone -> owner.end(Ending.CLIENT_LEFT);
        closed.addListener(left);
        // After a refused handshake the channel stays open for another.
        owner.atEnd(() -> closed.removeListener(left));
    }

    void end(Ending ending) {
        if (connection != null) {
            connection.end(ending);
        }
    }

    /** The handshake is answered. */
    void opened() {
        if (early != null) {
            sayGoodbye(early, true);
        }
    }

    ChannelPipeline pipeline() {
        return context.pipeline();
    }

    /** Sends a ping, or ends the connection of a peer that has not answered the last one. */
    void ping() {
        if (!reading && writable()) {
            // An answer may have come: reading has stopped here, and not because the peer does not read.
            return;
        }
        switch (answers.next(System.nanoTime())) {
            case PING -> context.writeAndFlush(new PingWebSocketFrame());
            case WAIT -> {}
            case GIVE_UP -> end(Ending.SILENT_PEER);
        }
    }

    /** The peer has sent a frame. */
    void alive() {
        answers.came();
    }

    /** Answers a ping, unless the peer has left so much unread that it cannot wait for the answer. */
    void pong(ByteBuf content) {
        if (writable()) {
            context.writeAndFlush(new PongWebSocketFrame(content.retain()));
        }
    }

    /** Whether the peer reads what it is sent. */
    boolean writable() {
        return context.channel().isWritable();
    }

    /** A message is complete and will be executed. */
    void arriving() {
        if (++waiting >= MAX_WAITING && reading) {
            read(false);
        }
    }

    /** A message has been executed. */
    void executed() {
        waiting = Math.max(0, waiting - 1);
    }

    /**
     * No message waits: the client is read again. This does not depend on the count, which a message that got lost on its way
     * would leave too high for ever; and the leaving of a client that is not read goes unnoticed.
     */
    void idle() {
        waiting = 0;
        if (!reading) {
            // An answer to a ping may still have to be read.
            answers.came();
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
     * The peer has sent a close frame: an answer to ours, or one that has to be answered.
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
        afterCloseTime(wire::reset);
    }

    /** Tells the peer why the connection has ended, and closes when it has answered or its time is up. */
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
        afterCloseTime(ending == Ending.SLOW_READER ? wire::reset : context::close);
    }

    private void afterCloseTime(Runnable close) {
        context.executor().schedule(close, CLOSE_TIME.toMillis(), TimeUnit.MILLISECONDS);
    }
}
