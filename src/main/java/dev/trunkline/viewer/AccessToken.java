package dev.trunkline.viewer;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the access token of a request, which may carry it in several places (protocol, section 3). */
public final class AccessToken {

    private static final String BEARER = "bearer ";

    private AccessToken() {}

    /**
     * The first token that is not empty.
     *
     * @param authorization the {@code Authorization} header: {@code Bearer}, in any case, and the token, or the token alone
     * @param parameter the query parameter {@code access_token}
     * @param subprotocols the {@code Sec-WebSocket-Protocol} header, whose first subprotocol is the token
     */
    public static Optional<String> find(
            @Nullable String authorization, @Nullable String parameter, @Nullable String subprotocols) {
        return present(authorization == null ? null : bearer(authorization.trim()))
                .or(() -> present(parameter))
                .or(() -> present(subprotocols == null ? null : first(subprotocols)));
    }

    private static String bearer(String authorization) {
        boolean named = authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
        if (named) {
            return authorization.substring(BEARER.length()).trim();
        }
        return authorization.equalsIgnoreCase(BEARER.trim()) ? "" : authorization;
    }

    /** The first subprotocol that a {@code Sec-WebSocket-Protocol} header offers, {@code ""} if it offers none. */
    public static String first(String subprotocols) {
        for (String subprotocol : subprotocols.split(",", -1)) {
            if (!subprotocol.isBlank()) {
                return subprotocol.trim();
            }
        }
        return "";
    }

    private static Optional<String> present(@Nullable String token) {
        return token == null || token.isEmpty() ? Optional.empty() : Optional.of(token);
    }
}
