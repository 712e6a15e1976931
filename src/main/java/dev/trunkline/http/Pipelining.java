package dev.trunkline.http;

import dev.trunkline.internals.PausableRequestDecoder;
import dev.trunkline.internals.ServerChannel;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/** Holds back what a client sends behind a request until that request is answered. */
@ApplicationScoped
public class Pipelining implements HttpServerOptionsCustomizer {

    private volatile HttpServerOptions options = new HttpServerOptions();

    @Override
    public void customizeHttpServer(HttpServerOptions used) {
        options = used;
    }

    /** Whether the request has a body. */
    static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || (length != null && !length.equals("0"));
    }

    /** Drops what the client sends from now on; its leaving is noticed, and no deadline ends the connection. */
    public static void discardInput(Channel channel) {
        RequestDeadline.remove(channel.pipeline());
        PausableRequestDecoder.discard(channel.pipeline());
    }

    /** Holds back what comes behind this request and its body, until its response has ended. */
    void holdBack(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (hasBody(request)) {
            // The decoder that has begun the body has to find its end.
            request.endHandler(ended -> pause(context));
        } else {
            pause(context);
        }
    }

    private void pause(RoutingContext context) {
        if (context.response().ended()) {
            return;
        }
        Channel channel = ServerChannel.of(context.request());
        ChannelPipeline pipeline = channel.pipeline();
        PausableRequestDecoder decoder = PausableRequestDecoder.pause(pipeline, options);
        if (context.response().headWritten()) {
            // A stream began before the end of its request's body.
            discardInput(channel);
            return;
        }
        // Through the event loop's queue: Vert.x has to finish this request first.
        context.addEndHandler(ended -> channel.eventLoop().execute(decoder::resume));
    }
}
