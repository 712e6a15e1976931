package dev.trunkline.sse;

import dev.trunkline.admission.Refusal;
import dev.trunkline.admission.RefusedException;
import dev.trunkline.http.QueryParameters;
import dev.trunkline.stream.BooleanParameter;
import dev.trunkline.stream.StreamName;
import dev.trunkline.viewer.AccessToken;
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
 */
record SseRequest(
        StreamName name,
        Optional<String> token,
        @Nullable String tag,
        @Nullable String list) {

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
        return new SseRequest(name, token, query.first("tag"), query.first("list"));
    }
}
