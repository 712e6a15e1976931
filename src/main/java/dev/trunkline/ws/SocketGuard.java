package dev.trunkline.ws;

import dev.trunkline.delivery.Ending;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;

/**
 * Stands before the server's own handler and sees each frame of a client first: ends the socket by the right close code for
 * what may not come (protocol, sections 5 and 10), notes signs of life, and counts messages as they arrive, so that reading
 * can stop in the middle of a burst.
 */
final class SocketGuard extends ChannelInboundHandlerAdapter {

    private final StreamingSocket socket;
    private final long maxMessageSize;
    private long messageSize;

    SocketGuard(StreamingSocket socket, long maxMessageSize) {
        this.socket = socket;
        this.maxMessageSize = maxMessageSize;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof WebSocketFrame frame)) {
            context.fireChannelRead(message);
        } else if (admits(frame)) {
            context.fireChannelRead(frame);
        } else {
            ReferenceCountUtil.release(frame);
        }
    }

    /** Whether the frame is for the server's handler. */
    private boolean admits(WebSocketFrame frame) {
        socket.alive();
        if (frame instanceof CloseWebSocketFrame) {
            return socket.closedByPeer();
        }
        if (socket.closing()) {
            return false;
        }
        if (frame instanceof BinaryWebSocketFrame) {
            socket.end(Ending.BINARY_MESSAGE);
            return false;
        }
        if (frame instanceof TextWebSocketFrame || frame instanceof ContinuationWebSocketFrame) {
            return admitsPart(frame);
        }
        return !(frame instanceof PongWebSocketFrame);
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

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        if (failure instanceof CorruptedWebSocketFrameException corrupted) {
            socket.end(ending(corrupted.closeStatus()));
        } else if (failure instanceof CorruptedFrameException) {
            socket.end(Ending.PROTOCOL_ERROR);
        } else {
            context.fireExceptionCaught(failure);
        }
    }

    private static Ending ending(WebSocketCloseStatus status) {
        if (status.equals(WebSocketCloseStatus.INVALID_PAYLOAD_DATA)) {
            return Ending.MALFORMED_TEXT;
        }
        return status.equals(WebSocketCloseStatus.MESSAGE_TOO_BIG) ? Ending.MESSAGE_TOO_LARGE : Ending.PROTOCOL_ERROR;
    }
}
