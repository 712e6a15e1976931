package dev.trunkline.ws;

import dev.trunkline.connection.Ending;
import dev.trunkline.memory.OutOfMemory;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Checks each frame of a client first: ends the socket with the right close code for a frame that is not allowed (protocol,
 * sections 5 and 10), answers control frames, and counts messages as they arrive, so that reading can stop in the middle of a
 * burst. Only the parts of text messages pass it, and none before the socket is open.
 */
final class FrameGuard extends ChannelDuplexHandler {

    /** Netty's value of the first reserved bit alone, which marks the first frame of a compressed message (RFC 7692, section 6). */
    static final int COMPRESSED = 0b100;

    private final StreamingSocket socket;
    private final Runnable writable;
    private final boolean compressible;
    private final long maxMessageSize;
    private final Queue<WebSocketFrame> early = new ArrayDeque<>();
    private boolean open;
    private long messageSize;
    private boolean closeSent;

    /**
     * @param writable runs when the channel becomes writable or ceases to be
     * @param compressible whether messages may be compressed
     */
    FrameGuard(StreamingSocket socket, Runnable writable, long maxMessageSize, boolean compressible) {
        this.socket = socket;
        this.writable = writable;
        this.maxMessageSize = maxMessageSize;
        this.compressible = compressible;
    }

    /**
     * Passes frames from now on, those that wait first. A client may send frames together with its handshake, and they are
     * decoded a moment before the handshake is answered and the server accepts messages. What waits is bounded: it is what the
     * paused request decoder has kept, and what arrives in that moment.
     */
    void open(ChannelHandlerContext context) {
        open = true;
        for (WebSocketFrame frame = early.poll(); frame != null; frame = early.poll()) {
            channelRead(context, frame);
        }
        context.fireChannelReadComplete();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        early.forEach(ReferenceCountUtil::release);
        early.clear();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof WebSocketFrame frame)) {
            context.fireChannelRead(message);
        } else if (!open) {
            early.add(frame);
        } else if (passes(frame)) {
            context.fireChannelRead(frame);
        } else {
            ReferenceCountUtil.release(frame);
        }
    }

    /** Whether the frame is part of a text message and may pass. */
    private boolean passes(WebSocketFrame frame) {
        socket.alive();
        if (!reservedBitsAllowed(frame)) {
            socket.end(Ending.PROTOCOL_ERROR);
            return false;
        }
        if (frame instanceof CloseWebSocketFrame close) {
            socket.closedByPeer(close.statusCode());
            return false;
        }
        if (socket.closing()) {
            return false;
        }
        if (frame instanceof BinaryWebSocketFrame) {
            socket.end(Ending.BINARY_MESSAGE);
            return false;
        }
        if (frame instanceof PingWebSocketFrame) {
            socket.pong(frame.content());
            return false;
        }
        return !(frame instanceof PongWebSocketFrame) && passesPart(frame);
    }

    /** These bits belong to extensions: one bit to the one that may have been negotiated. */
    private boolean reservedBitsAllowed(WebSocketFrame frame) {
        boolean first = frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame;
        return frame.rsv() == 0 || (compressible && first && frame.rsv() == COMPRESSED);
    }

    private boolean passesPart(WebSocketFrame frame) {
        messageSize += frame.content().readableBytes();
        if (messageSize > maxMessageSize) {
            socket.end(Ending.MESSAGE_TOO_LARGE);
            return false;
        }
        if (frame.isFinalFragment()) {
            messageSize = 0;
            socket.arriving();
        }
        return true;
    }

    /**
     * Lets one close frame through, with our reason. At shutdown the server closes sockets before we are told, and with a code
     * that tells no client to come back.
     */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // The writer has the promise.
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        boolean close = message instanceof CloseWebSocketFrame;
        if (!close || (socket.closing() && !closeSent)) {
            closeSent |= close;
            context.write(message, promise);
            return;
        }
        ReferenceCountUtil.release(message);
        promise.trySuccess();
        socket.end(Ending.SHUTDOWN);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        writable.run();
        context.fireChannelWritabilityChanged();
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // A connection that cannot be closed is closed already.
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        OutOfMemory.endIf(failure);
        if (failure instanceof CorruptedWebSocketFrameException corrupted) {
            boolean tooLarge = corrupted.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG);
            socket.end(tooLarge ? Ending.MESSAGE_TOO_LARGE : Ending.PROTOCOL_ERROR);
        } else if (failure instanceof CorruptedFrameException) {
            socket.end(Ending.PROTOCOL_ERROR);
        } else if (failure instanceof IOException) {
            // The client has reset the connection. The server's handler would log it as a fault of ours.
            context.close();
        } else {
            context.fireExceptionCaught(failure);
        }
    }
}
