package dev.trunkline.ws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SocketPipelineTest {

    /** Records the frames that pass it. */
    private static final class Passed extends ChannelDuplexHandler {

        private final String name;
        private final List<String> passed;

        Passed(String name, List<String> passed) {
            this.name = name;
            this.passed = passed;
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // the promise is the caller's
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            passed.add(name);
            context.write(message, promise);
        }
    }

    /** As behind TLS, whose handler has to see each frame. */
    @Test
    void aFrameWrittenAtTheEncoderPassesOnlyWhatIsInFrontOfIt() {
        List<String> passed = new ArrayList<>();
        EmbeddedChannel channel = new EmbeddedChannel(
                new Passed("front", passed),
                new HttpRequestDecoder(),
                new HttpResponseEncoder(),
                new Passed("behind", passed));
        FullHttpRequest handshake = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
        handshake
                .headers()
                .set(HttpHeaderNames.CONNECTION, "Upgrade")
                .set(HttpHeaderNames.UPGRADE, "websocket")
                .set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "13")
                .set(HttpHeaderNames.SEC_WEBSOCKET_KEY, "dGhlIHNhbXBsZSBub25jZQ==");
        assertTrue(SocketPipeline.encoder(channel.pipeline()).isEmpty());
        new WebSocketServerHandshakerFactory("ws://localhost/", null, false)
                .newHandshaker(handshake)
                .handshake(channel, handshake)
                .syncUninterruptibly();
        channel.releaseOutbound();
        passed.clear();

        ByteBuf frame = Unpooled.copiedBuffer("frame", UTF_8);
        SocketPipeline.encoder(channel.pipeline())
                .orElseThrow()
                .writeAndFlush(frame)
                .syncUninterruptibly();
        assertEquals(List.of("front"), passed);
        assertEquals(frame, channel.readOutbound());
        channel.finishAndReleaseAll();
        handshake.release();
    }
}
