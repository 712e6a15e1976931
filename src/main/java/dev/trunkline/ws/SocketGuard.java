package dev.trunkline.ws;

import dev.trunkline.connection.Ending;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Sees each frame of a client first: ends the socket by the right close code for what may not come (protocol, sections 5
 * and 10), answers control frames, and counts messages as they arrive, so that reading can stop in the middle of a burst.
 * Nothing but the parts of text messages passes it, and nothing at all before the socket is open.
 */
final class SocketGuard extends ChannelDuplexHandler {

    private final StreamingSocket socket;
    private final SocketSession session;
    private final long maxMessageSize;
    private final Queue<WebSocketFrame> early = new ArrayDeque<>();
    private boolean listening;
    private long messageSize;
    private boolean closeSent;

    SocketGuard(StreamingSocket socket, SocketSession session, long maxMessageSize) {
        this.socket = socket;
        this.session = session;
        this.maxMessageSize = maxMessageSize;
    }

    /**
     * The handshake is through, and messages are taken. What came before waits until now: a client may send it with the
     * handshake, and frames are decoded a moment before that is answered and the server takes messages. It is what the
     * request's decoder has held back, which has a bound, and what comes in that moment.
     */
    void listen(ChannelHandlerContext context) {
        listening = true;
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
        } else if (!listening) {
            early.add(frame);
        } else if (admits(frame)) {
            context.fireChannelRead(frame);
        } else {
            ReferenceCountUtil.release(frame);
        }
    }

    /** Whether the frame is part of a text message. */
    private boolean admits(WebSocketFrame frame) {
        socket.alive();
        if (frame instanceof CloseWebSocketFrame close) {
            socket.closedByPeer(close.statusCode());
            return false;
        }
        if (socket.closing()) {
            return false;
        }
        if (frame.rsv() != 0) {
            // These bits belong to extensions, and none was agreed on.
            socket.end(Ending.PROTOCOL_ERROR);
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
        return !(frame instanceof PongWebSocketFrame) && admitsPart(frame);
    }

    private boolean admitsPart(WebSocketFrame frame) {
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
     * A socket is closed once, and for our reason. The server closes sockets of its own accord when the process ends, before
     * we hear of it, and by a code from which no client would conclude that it should come back.
     */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // whoever writes has the promise
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
        session.goOn();
        context.fireChannelWritabilityChanged();
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // a connection that cannot be closed is closed already
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        if (failure instanceof CorruptedWebSocketFrameException corrupted) {
            boolean tooLarge = corrupted.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG);
            socket.end(tooLarge ? Ending.MESSAGE_TOO_LARGE : Ending.PROTOCOL_ERROR);
        } else if (failure instanceof CorruptedFrameException) {
            socket.end(Ending.PROTOCOL_ERROR);
        } else if (failure instanceof IOException) {
            // The client has reset the connection. The server's handler would log that as an error of ours.
            context.close();
        } else {
            context.fireExceptionCaught(failure);
        }
    }
}
