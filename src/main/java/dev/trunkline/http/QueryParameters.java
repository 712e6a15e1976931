package dev.trunkline.http;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The query parameters of a request; of a repeated one the first value counts (protocol, section 10). */
public final class QueryParameters {

    /** The length of a request line is their bound: a parameter counts wherever it stands. */
    private static final int MAX_PARAMETERS = Integer.MAX_VALUE;

    private final Map<String, List<String>> parameters;

    private QueryParameters(Map<String, List<String>> parameters) {
        this.parameters = parameters;
    }

    /** Reads the query of a request target whose escapes can be decoded. */
    public static QueryParameters of(String uri) {
        return new QueryParameters(
                new QueryStringDecoder(uri, StandardCharsets.UTF_8, true, MAX_PARAMETERS, true).parameters());
    }

    public @Nullable String first(String name) {
        List<String> values = parameters.get(name);
        return values == null ? null : values.get(0);
    }
}
