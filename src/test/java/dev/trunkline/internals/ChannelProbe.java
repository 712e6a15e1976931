package dev.trunkline.internals;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Records what the channel below a request to {@link #PATH} consists of. */
@ApplicationScoped
public class ChannelProbe {

    static final String PATH = "/internals";

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

    void route(@Observes Router router) {
        router.route(PATH).order(-1).handler(context -> {
            snapshots.add(snapshot(context.request()));
            context.response().end();
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
        Snapshot snapshot = snapshots.poll(10, TimeUnit.SECONDS);
        if (snapshot == null) {
            throw new AssertionError("no request reached the probe");
        }
        return snapshot;
    }
}
