package dev.trunkline.sse;

import dev.trunkline.admission.Refusal;
import dev.trunkline.admission.RefusedException;
import dev.trunkline.event.LastEventId;
import dev.trunkline.http.Preferences;
import dev.trunkline.http.QueryParameters;
import dev.trunkline.stream.BooleanParameter;
import dev.trunkline.stream.StreamName;
import dev.trunkline.viewer.AccessToken;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The stream that a request asks for, as the client spelled it.
 *
 * @param name the stream that the path and flags select
 * @param token empty if there is none
 * @param tag the parameter, null if there is none
 * @param list the parameter, null if there is none
 * @param lastId what the client says about ids (protocol, section 12)
 */
record SseRequest(
        StreamName name,
        Optional<String> token,
        @Nullable String tag,
        @Nullable String list,
        LastEventId lastId) {

    private static LastEventId lastId(HttpServerRequest request, QueryParameters query) {
        // A browser that comes back sends the header, and the query with which the page has opened the stream.
        String header = request.getHeader("Last-Event-ID");
        LastEventId said = LastEventId.of(header == null ? query.first("last_event_id") : header);
        return !said.wanted() && Preferences.name(request.getHeader(HttpHeaders.ACCEPT), StreamResource.CONTENT_TYPE)
                ? LastEventId.NONE_YET
                : said;
    }

    /** @throws RefusedException if the path selects no stream */
    static SseRequest of(HttpServerRequest request) {
        QueryParameters query = QueryParameters.of(request.uri());
        StreamName name = StreamName.at(
                        request.path(),
                        BooleanParameter.isTrue(query.first("only_media")),
                        BooleanParameter.isTrue(query.first("allow_local_only")))
                .orElseThrow(() -> new RefusedException(Refusal.UNKNOWN_CHANNEL));
        Optional<String> token = AccessToken.find(
                request.getHeader("Authorization"),
                query.first("access_token"),
                request.getHeader("Sec-WebSocket-Protocol"));
        return new SseRequest(name, token, query.first("tag"), query.first("list"), lastId(request, query));
    }
}
