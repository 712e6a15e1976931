package dev.trunkline.http;

import dev.trunkline.delivery.Refusal;
import dev.trunkline.delivery.RefusedException;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The query parameters of a request; one that is given twice counts with its first value (protocol, section 10). */
public final class Query {

    private static final int MOST_PARAMETERS = 100;

    private final Map<String, List<String>> parameters;

    private Query(Map<String, List<String>> parameters) {
        this.parameters = parameters;
    }

    /**
     * Reads the query of a request target.
     *
     * @throws RefusedException if its percent-encoding is broken
     */
    public static Query of(String uri) {
        try {
            return new Query(
                    new QueryStringDecoder(uri, StandardCharsets.UTF_8, true, MOST_PARAMETERS, true).parameters());
        } catch (IllegalArgumentException malformed) {
            throw new RefusedException(Refusal.MALFORMED_QUERY);
        }
    }

    public @Nullable String first(String name) {
        List<String> values = parameters.get(name);
        return values == null ? null : values.get(0);
    }
}
