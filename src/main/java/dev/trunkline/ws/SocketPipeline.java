package dev.trunkline.ws;

import dev.trunkline.connection.Ending;
import dev.trunkline.http.RequestDeadline;
import dev.trunkline.internals.ServerChannel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import java.util.List;
import java.util.Optional;

/**
 * The handlers before the server's own, which pass whole text messages in UTF-8 only. Without them the server would lose a
 * message whose first fragment is empty, and a character that is split between two fragments.
 */
final class SocketPipeline {

    private static final String GUARD = "guard";
    private static final String UTF8 = "utf8";
    private static final String MESSAGES = "messages";
    private static final String INFLATED = "inflated";

    /** Bytes of a compressed message's text, many times those of any request: a thousandth of that can be sent in its place. */
    private static final int MOST_INFLATED = 4 << 10;

    private SocketPipeline() {}

    /**
     * Adds the handlers; to be called before the handshake is answered, as a client's first frames may come at once.
     *
     * @param writable see {@link FrameGuard}
     * @param compressible whether messages may be compressed
     */
    static void guard(
            ChannelPipeline pipeline,
            StreamingSocket socket,
            Runnable writable,
            int maxMessageSize,
            boolean compressible) {
        // An earlier handshake on the same connection may have failed.
        unguard(pipeline);
        ServerChannel.addBeforeConnection(
                pipeline, GUARD, new FrameGuard(socket, writable, maxMessageSize, compressible));
        if (compressible) {
            // The text of a compressed message is there when the message is whole.
            ServerChannel.addBeforeConnection(pipeline, MESSAGES, new MessageAggregator(maxMessageSize));
            ServerChannel.addBeforeConnection(
                    pipeline, INFLATED, new MessageInflater(socket, Math.min(maxMessageSize, MOST_INFLATED)));
            ServerChannel.addBeforeConnection(pipeline, UTF8, new Utf8Check(socket));
        } else {
            ServerChannel.addBeforeConnection(pipeline, UTF8, new Utf8Check(socket));
            ServerChannel.addBeforeConnection(pipeline, MESSAGES, new MessageAggregator(maxMessageSize));
        }
    }

    /** Removes the handlers of a handshake that has failed: the connection may go on without a socket. */
    static void unguard(ChannelPipeline pipeline) {
        for (String name : List.of(GUARD, UTF8, MESSAGES, INFLATED)) {
            if (pipeline.context(name) != null) {
                pipeline.remove(name);
            }
        }
    }

    /** Lets frames pass from now on; pings find out whether the peer is there, instead of the time limits of HTTP. */
    static void open(ChannelPipeline pipeline) {
        RequestDeadline.remove(pipeline);
        ServerChannel.removeIdleHandler(pipeline.channel());
        // The pipeline is empty if the client has left.
        if (pipeline.get(GUARD) instanceof FrameGuard guard) {
            guard.open(pipeline.context(guard));
        }
    }

    /**
     * The handler that encodes frames, once the handshake is answered; there is none if the client has left. A frame that is encoded
     * is written there: past each of the handlers behind it, whose memory is no longer in the processor's cache after a thousand
     * other sockets.
     */
    static Optional<ChannelHandlerContext> encoder(ChannelPipeline pipeline) {
        return Optional.ofNullable(pipeline.context(WebSocketFrameEncoder.class));
    }

    /** Joins the fragments of a message. */
    private static final class MessageAggregator extends WebSocketFrameAggregator {

        MessageAggregator(int maxMessageSize) {
            super(maxMessageSize);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            // A client that leaves in the middle of a message is no error: without this, Netty would report one.
            context.pipeline().remove(this);
            context.fireChannelInactive();
        }
    }

    /** Ends the socket if the client's text is not UTF-8. */
    private static final class Utf8Check extends Utf8FrameValidator {

        private final StreamingSocket socket;

        Utf8Check(StreamingSocket socket) {
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
