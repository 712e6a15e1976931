package dev.trunkline.demo;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vertx.core.json.JsonObject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;

/**
 * What a client exchanges for a token, good for ten minutes.
 *
 * @param username of the person who has been chosen
 * @param challenge of RFC 7636, by SHA-256; empty if the client has sent none
 * @param millis when it was given, since 1970
 */
record OAuthCode(String clientId, String redirectUri, String username, String scopes, String challenge, long millis) {

    private static final long AGE_MS = 600_000;

    String text() {
        return OAuthApp.encode(new JsonObject()
                .put("c", clientId)
                .put("r", redirectUri)
                .put("u", username)
                .put("s", scopes)
                .put("k", challenge)
                .put("t", millis));
    }

    static Optional<OAuthCode> of(String text) {
        return OAuthApp.decode(text)
                .map(json -> new OAuthCode(
                        json.getString("c", ""),
                        json.getString("r", ""),
                        json.getString("u", ""),
                        json.getString("s", ""),
                        json.getString("k", ""),
                        json.getLong("t", 0L)));
    }

    boolean isGood(long now) {
        return now - millis <= AGE_MS;
    }

    /** Whether this is the secret behind the challenge. */
    boolean isVerifiedBy(String verifier) {
        if (challenge.isEmpty()) {
            return true;
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash).equals(challenge);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
