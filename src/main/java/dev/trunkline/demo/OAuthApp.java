package dev.trunkline.demo;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A client that has registered. Its id says it all, so that nothing has to be remembered, and it stays valid over a live reload and
 * the next start. Nothing here is a secret: whoever reaches the demo may be any of its people.
 *
 * @param scopes separated by spaces
 */
record OAuthApp(String name, List<String> redirectUris, String scopes) {

    /** Shows the code to the person, who carries it to the client. */
    static final String OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob";

    String clientId() {
        return encode(new JsonObject()
                .put("n", name)
                .put("r", new JsonArray(redirectUris))
                .put("s", scopes));
    }

    String clientSecret() {
        return "demo-" + Integer.toHexString(clientId().hashCode());
    }

    static Optional<OAuthApp> of(String clientId) {
        return decode(clientId)
                .map(json -> new OAuthApp(
                        json.getString("n", ""),
                        json.getJsonArray("r", new JsonArray()).stream()
                                .map(String::valueOf)
                                .toList(),
                        json.getString("s", "")));
    }

    /** Whether the client may have all of these scopes: {@code read} is all of its kinds. */
    boolean mayHave(String wanted) {
        List<String> own = List.of(scopes.split(" "));
        return Arrays.stream(wanted.split(" "))
                .allMatch(scope -> own.contains(scope) || own.contains(scope.replaceFirst(":.*", "")));
    }

    static String encode(JsonObject json) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json.toBuffer().getBytes());
    }

    static Optional<JsonObject> decode(String text) {
        try {
            return Optional.of(
                    new JsonObject(Buffer.buffer(Base64.getUrlDecoder().decode(text))));
        } catch (IllegalArgumentException | DecodeException noneOfOurs) {
            return Optional.empty();
        }
    }
}
