package dev.trunkline.sse;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.RestMulti;

/**
 * The event streams (protocol, section 4), whose paths are in {@link dev.trunkline.stream.StreamName}. A stream's
 * {@code Multi} emits the prelude and lasts as long as the stream: it fails if the request is refused, completes when the server
 * ends the stream, and is cancelled when the client leaves. The events bypass it, encoded once for all connections.
 */
@Path("/")
public class StreamResource {

    static final String CONTENT_TYPE = "text/event-stream";
    private static final String CACHE_CONTROL = "private, no-store";
    private static final String VARY = "Accept-Encoding, Accept";
    private static final String CODING = "Content-Encoding";
    private static final String GZIP = "gzip";

    private final SseStreams streams;

    StreamResource(SseStreams streams) {
        this.streams = streams;
    }

    @GET
    @Path("{path: .+}")
    public RestMulti<byte[]> open(RoutingContext request) {
        RestMulti.SyncRestMulti.Builder<byte[]> answer = RestMulti.fromMultiData(streams.open(request))
                .header("Content-Type", CONTENT_TYPE)
                .header("Cache-Control", CACHE_CONTROL)
                .header("Vary", VARY);
        return (streams.compresses(request) ? answer.header(CODING, GZIP) : answer).build();
    }

    /** Makes the checks of {@code GET}, and ends after the headers (protocol, section 10). */
    @HEAD
    @Path("{path: .+}")
    public Uni<Response> check(RoutingContext request) {
        return streams.check(request).replaceWith(() -> Response.ok()
                .header("Content-Type", CONTENT_TYPE)
                .header("Cache-Control", CACHE_CONTROL)
                .header("Vary", VARY)
                .header(CODING, streams.compresses(request) ? GZIP : null)
                .build());
    }
}
