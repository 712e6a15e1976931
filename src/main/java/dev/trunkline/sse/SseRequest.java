package dev.trunkline.sse;

import dev.trunkline.admission.Refusal;
import dev.trunkline.admission.RefusedException;
import dev.trunkline.http.Query;
import dev.trunkline.stream.BooleanParameter;
import dev.trunkline.stream.StreamName;
import dev.trunkline.viewer.AccessToken;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for, as the client spelled it.
 *
 * @param name the stream of its path and flags
 * @param token where there is one
 * @param tag the parameter, null where there is none
 * @param list likewise
 */
record SseRequest(
        StreamName name,
        Optional<String> token,
        @Nullable String tag,
        @Nullable String list) {

    /** @throws RefusedException if the path is no stream's or the query cannot be read */
    static SseRequest of(HttpServerRequest request) {
        Query query = Query.of(request.uri());
        StreamName name = StreamName.at(
                        request.path(),
                        BooleanParameter.isTrue(query.first("only_media")),
                        BooleanParameter.isTrue(query.first("allow_local_only")))
                .orElseThrow(() -> new RefusedException(Refusal.UNKNOWN_CHANNEL));
        Optional<String> token = AccessToken.find(
                request.getHeader("Authorization"),
                query.first("access_token"),
                request.getHeader("Sec-WebSocket-Protocol"));
        return new SseRequest(name, token, query.first("tag"), query.first("list"));
    }
}
