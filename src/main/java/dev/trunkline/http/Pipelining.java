package dev.trunkline.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/** Lets what comes behind a request wait until that is answered: see {@link RequestDecoder}. */
@ApplicationScoped
class Pipelining implements HttpServerOptionsCustomizer {

    /** Vert.x's name of its handler. */
    private static final String DECODER = "httpDecoder";

    private volatile HttpServerOptions options = new HttpServerOptions();

    @Override
    public void customizeHttpServer(HttpServerOptions used) {
        options = used;
    }

    /** Whether a body comes with the request. */
    static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || (length != null && !length.equals("0"));
    }

    /** Holds back what comes behind this request, and behind its body, until its response has ended. */
    void holdBack(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (hasBody(request)) {
            // The decoder that has begun it has to see its end.
            request.endHandler(ended -> holdBackFromHere(context));
        } else {
            holdBackFromHere(context);
        }
    }

    private void holdBackFromHere(RoutingContext request) {
        if (request.response().ended()) {
            return;
        }
        ChannelPipeline pipeline =
                ((ConnectionBase) request.request().connection()).channel().pipeline();
        RequestDecoder decoder = decoder(pipeline);
        decoder.hold();
        if (request.response().headWritten()) {
            // A stream that has begun before its request's body was through.
            RequestDecoder.deafen(pipeline);
            return;
        }
        ChannelHandlerContext handler = pipeline.context(decoder);
        // Through the loop's queue: the server is not done with this request yet.
        request.addEndHandler(ended -> handler.executor().execute(() -> decoder.release(handler)));
    }

    private RequestDecoder decoder(ChannelPipeline pipeline) {
        if (pipeline.get(DECODER) instanceof RequestDecoder ours) {
            return ours;
        }
        RequestDecoder decoder = new RequestDecoder(options);
        // The other one hands over what it has not decoded yet.
        pipeline.replace(DECODER, DECODER, decoder);
        return decoder;
    }
}
