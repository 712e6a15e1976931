package dev.trunkline.ws;

import dev.trunkline.connection.Ending;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/** Inflates compressed messages, which come to it whole; ends the socket for one that is malformed or too large. */
final class MessageInflater extends ChannelInboundHandlerAdapter {

    private final StreamingSocket socket;
    private final int maxMessageSize;

    /** @param maxMessageSize most bytes of a message, inflated */
    MessageInflater(StreamingSocket socket, int maxMessageSize) {
        this.socket = socket;
        this.maxMessageSize = maxMessageSize;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof TextWebSocketFrame frame) || frame.rsv() != FrameGuard.COMPRESSED) {
            context.fireChannelRead(message);
            return;
        }
        ByteBuf text;
        try {
            text = inflate(frame.content());
        } finally {
            ReferenceCountUtil.release(frame);
        }
        if (text != null) {
            context.fireChannelRead(new TextWebSocketFrame(text));
        }
    }

    /** The text; null if the socket has been ended. */
    private @Nullable ByteBuf inflate(ByteBuf message) {
        try {
            return CompressedMessage.inflate(message, maxMessageSize);
        } catch (TooLongFrameException tooLarge) {
            socket.end(Ending.MESSAGE_TOO_LARGE);
        } catch (DataFormatException malformed) {
            socket.end(Ending.PROTOCOL_ERROR);
        }
        return null;
    }
}
