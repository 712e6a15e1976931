package dev.trunkline.ws;

import dev.trunkline.connection.Ending;
import dev.trunkline.http.RequestDeadline;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import java.util.List;

/**
 * What stands before the server's own handler, so that nothing reaches that but whole text messages in UTF-8. It would
 * otherwise lose a message whose first fragment is empty, and a character that two fragments share.
 */
final class SocketPipeline {

    /** Vert.x's names of its handlers. */
    private static final String HANDLER = "handler";

    private static final String IDLE = "idle";

    private static final String GUARD = "guard";
    private static final String UTF8 = "utf8";
    private static final String WHOLE = "whole";

    private SocketPipeline() {}

    /** To be called before the handshake is answered: a client's first frames may come with no delay. */
    static void guard(ChannelPipeline pipeline, StreamingSocket socket, SocketSession session, int maxMessageSize) {
        // From a handshake on the same connection that came to nothing.
        unguard(pipeline);
        pipeline.addBefore(HANDLER, GUARD, new SocketGuard(socket, session, maxMessageSize));
        pipeline.addBefore(HANDLER, UTF8, new Utf8(socket));
        pipeline.addBefore(HANDLER, WHOLE, new Whole(maxMessageSize));
    }

    /** The connection goes on without a socket. */
    static void unguard(ChannelPipeline pipeline) {
        for (String name : List.of(GUARD, UTF8, WHOLE)) {
            if (pipeline.context(name) != null) {
                pipeline.remove(name);
            }
        }
    }

    /** The socket is open: frames may pass, and pings watch the connection from now on. */
    static void listen(ChannelPipeline pipeline) {
        RequestDeadline.lift(pipeline);
        if (pipeline.context(IDLE) != null) {
            pipeline.remove(IDLE);
        }
        // There is no pipeline any more if the client has gone.
        if (pipeline.get(GUARD) instanceof SocketGuard guard) {
            guard.listen(pipeline.context(guard));
        }
    }

    /** Puts fragments together. */
    private static final class Whole extends WebSocketFrameAggregator {

        Whole(int maxMessageSize) {
            super(maxMessageSize);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            // A client that leaves within a message is no error: forgets what there is of it before anybody complains.
            context.pipeline().remove(this);
            context.fireChannelInactive();
        }
    }

    /** Ends the socket of a client whose text is not UTF-8. */
    private static final class Utf8 extends Utf8FrameValidator {

        private final StreamingSocket socket;

        Utf8(StreamingSocket socket) {
            super(false);
            this.socket = socket;
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable failure) throws Exception {
            if (failure instanceof CorruptedFrameException) {
                socket.end(Ending.MALFORMED_TEXT);
            } else {
                super.exceptionCaught(context, failure);
            }
        }
    }
}
