package dev.trunkline.internals;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Records what the channel below a request to {@link #PATH} consists of. */
@ApplicationScoped
public class ChannelProbe {

    static final String PATH = "/internals";

    /** Requests to it are taken out of the HTTP server; the answer has one chunk, and what the pipeline holds then. */
    static final String TAKEN_OVER = "/internals/taken-over";

    /** A request for a stream that has this header is served as any other, and a test gets the channel below it. */
    static final String FOLLOWED = "X-Followed";

    /**
     * @param connection Vert.x's
     * @param handlers of the pipeline by name, in its order
     * @param connectionContext the name of {@link ServerChannel#connectionContext}
     * @param hasOutboundQueue whether {@link OutboundQueue} finds a queue
     */
    record Snapshot(
            HttpConnection connection,
            Map<String, ChannelHandler> handlers,
            String connectionContext,
            boolean hasOutboundQueue) {}

    private final BlockingQueue<Snapshot> snapshots = new LinkedBlockingQueue<>();
    private final BlockingQueue<Channel> followed = new LinkedBlockingQueue<>();

    void route(@Observes Router router) {
        router.route(PATH).order(-1).handler(context -> {
            snapshots.add(snapshot(context.request()));
            context.response().end();
        });
    }

    void follow(@Observes Router router) {
        router.route("/api/*").order(-1).handler(context -> {
            if (context.request().getHeader(FOLLOWED) != null) {
                followed.add(ServerChannel.of(context.request()));
            }
            context.next();
        });
    }

    void takeOver(@Observes Router router) {
        router.route(TAKEN_OVER).order(-1).handler(context -> {
            Channel channel = ServerChannel.of(context.request());
            List<String> told = new ArrayList<>();
            context.addEndHandler(ended -> told.add("response"));
            context.request().connection().closeHandler(closed -> told.add("connection"));
            context.response().setChunked(true).write("1");
            StreamTakeover.takeOver(channel);
            String found = channel.pipeline().toMap().keySet() + " " + told
                    + (RequestHook.isTraced(context.request()) ? " traced" : "");
            channel.writeAndFlush(Unpooled.copiedBuffer(
                            Integer.toHexString(found.length()) + "\r\n" + found + "\r\n0\r\n\r\n", US_ASCII))
                    .addListener(ChannelFutureListener.CLOSE);
        });
    }

    private static Snapshot snapshot(HttpServerRequest request) {
        HttpConnection connection = request.connection();
        Channel channel = ServerChannel.of(request);
        Map<String, ChannelHandler> handlers =
                new LinkedHashMap<>(channel.pipeline().toMap());
        return new Snapshot(
                connection,
                handlers,
                ServerChannel.connectionContext(request).name(),
                channel.unsafe().outboundBuffer() != null);
    }

    /** Forgets requests that no test has looked at. */
    void clear() {
        snapshots.clear();
    }

    Snapshot next() throws InterruptedException {
        return next(snapshots);
    }

    /** The channel of the next request that is followed. */
    Channel nextFollowed() throws InterruptedException {
        return next(followed);
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(10, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no request reached the probe");
        }
        return next;
    }
}
