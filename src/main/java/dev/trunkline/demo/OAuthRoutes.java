package dev.trunkline.demo;

import dev.trunkline.demo.Parameters.BadParameter;
import io.quarkus.arc.profile.IfBuildProfile;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets clients log in to the demo as to any Mastodon server: they register, a page asks which person to be, and a code becomes a token
 * (RFC 6749, RFC 7636, RFC 7009).
 */
@IfBuildProfile(anyOf = {"dev", "test"})
@ApplicationScoped
class OAuthRoutes {

    private static final long MOST_BYTES = 64 << 10;

    private static final List<String> ASKED = List.of(
            "client_id", "redirect_uri", "response_type", "scope", "state", "code_challenge", "code_challenge_method");

    private final DemoTokens tokens;
    private final Clock clock = Clock.systemUTC();

    OAuthRoutes(DemoTokens tokens) {
        this.tokens = tokens;
    }

    void add(@Observes Router router) {
        if (!DemoEnvironment.hasRoutes()) {
            return;
        }
        BodyHandler body = BodyHandler.create(false).setBodyLimit(MOST_BYTES);
        router.post("/api/v1/apps").handler(body).handler(DemoAnswer.handling(this::register));
        router.get("/oauth/authorize").handler(DemoAnswer.handling(this::ask));
        router.post("/oauth/authorize").handler(body).handler(DemoAnswer.handling(this::choose));
        router.post("/oauth/token").handler(body).handler(DemoAnswer.handling(this::token));
        router.post("/oauth/revoke").handler(body).handler(DemoAnswer.handling(this::revoke));
        router.get("/.well-known/oauth-authorization-server").handler(OAuthRoutes::metadata);
    }

    private void register(RoutingContext context) {
        Parameters parameters = Parameters.of(context);
        List<String> redirectUris = parameters.all("redirect_uris").stream()
                .flatMap(uris -> Arrays.stream(uris.split("\\s+")))
                .filter(uri -> !uri.isEmpty())
                .toList();
        if (redirectUris.isEmpty()) {
            throw new BadParameter("redirect_uris is missing");
        }
        OAuthApp app = new OAuthApp(parameters.required("client_name"), redirectUris, parameters.get("scopes", "read"));
        String website = parameters.get("website", "");
        DemoAnswer.json(
                context,
                new JsonObject()
                        .put("id", Integer.toString(app.clientId().hashCode() & Integer.MAX_VALUE))
                        .put("name", app.name())
                        .put("website", website.isEmpty() ? null : website)
                        .put("scopes", new JsonArray(List.of(app.scopes().split(" "))))
                        .put("redirect_uri", String.join("\n", redirectUris))
                        .put("redirect_uris", new JsonArray(redirectUris))
                        .put("client_id", app.clientId())
                        .put("client_secret", app.clientSecret())
                        .put("client_secret_expires_at", 0)
                        .put("vapid_key", ""));
    }

    private void ask(RoutingContext context) {
        Parameters parameters = Parameters.of(context);
        OAuthCode asked = asked(parameters, "");
        Map<String, String> kept = new LinkedHashMap<>();
        for (String name : ASKED) {
            String value = parameters.get(name, "");
            if (!value.isEmpty()) {
                kept.put(name, value);
            }
        }
        String name = OAuthApp.of(asked.clientId()).map(OAuthApp::name).orElse("");
        DemoAnswer.html(context, LoginPage.choice(name, asked.scopes(), kept));
    }

    private void choose(RoutingContext context) {
        Parameters parameters = Parameters.of(context);
        String username = parameters.required("user");
        if (user(username).isEmpty()) {
            throw new BadParameter("There is no such user in the demo");
        }
        OAuthCode code = asked(parameters, username);
        if (code.redirectUri().equals(OAuthApp.OUT_OF_BAND)) {
            DemoAnswer.html(context, LoginPage.code(code.text()));
            return;
        }
        String state = parameters.get("state", "");
        String location = code.redirectUri()
                + (code.redirectUri().contains("?") ? "&" : "?")
                + "code="
                + code.text()
                + (state.isEmpty() ? "" : "&state=" + URLEncoder.encode(state, StandardCharsets.UTF_8));
        context.response()
                .setStatusCode(302)
                .putHeader(HttpHeaders.LOCATION, location)
                .end();
    }

    private OAuthCode asked(Parameters parameters, String username) {
        String clientId = parameters.required("client_id");
        OAuthApp app = OAuthApp.of(clientId).orElseThrow(() -> new BadParameter("client_id is unknown"));
        String redirectUri = parameters.required("redirect_uri");
        String scopes = parameters.get("scope", "read");
        if (!parameters.required("response_type").equals("code")) {
            throw new BadParameter("response_type has to be code");
        }
        if (!app.redirectUris().contains(redirectUri)) {
            throw new BadParameter("redirect_uri is none of those that the client has registered");
        }
        if (!app.mayHave(scopes)) {
            throw new BadParameter("scope is more than the client has registered");
        }
        String challenge = parameters.get("code_challenge", "");
        if (!challenge.isEmpty()
                && !parameters.get("code_challenge_method", "plain").equals("S256")) {
            throw new BadParameter("code_challenge_method has to be S256");
        }
        return new OAuthCode(clientId, redirectUri, username, scopes, challenge, clock.millis());
    }

    private void token(RoutingContext context) {
        Parameters parameters = Parameters.of(context);
        Optional<OAuthApp> app = client(context, parameters);
        if (app.isEmpty()) {
            DemoAnswer.error(context, 401, "invalid_client", "client_id or client_secret is unknown");
            return;
        }
        switch (parameters.get("grant_type", "")) {
            case "client_credentials" -> issueToApp(context, parameters, app.get());
            case "authorization_code" -> exchange(context, parameters, app.get());
            default ->
                DemoAnswer.error(
                        context, 400, "unsupported_grant_type", "It is authorization_code or client_credentials");
        }
    }

    private void issueToApp(RoutingContext context, Parameters parameters, OAuthApp app) {
        String scopes = parameters.get("scope", app.scopes());
        if (app.mayHave(scopes)) {
            issue(context, null, scopes);
        } else {
            DemoAnswer.error(context, 400, "invalid_scope", "scope is more than the client has registered");
        }
    }

    private void exchange(RoutingContext context, Parameters parameters, OAuthApp app) {
        OAuthCode code = OAuthCode.of(parameters.get("code", "")).orElse(null);
        DemoUser user = code == null ? null : user(code.username()).orElse(null);
        if (code == null
                || user == null
                || !code.isGood(clock.millis())
                || !code.clientId().equals(app.clientId())
                || !code.redirectUri().equals(parameters.get("redirect_uri", ""))
                || !code.isVerifiedBy(parameters.get("code_verifier", ""))) {
            DemoAnswer.error(context, 400, "invalid_grant", "The code is unknown, too old or another client's");
            return;
        }
        issue(context, user, code.scopes());
    }

    private void issue(RoutingContext context, @Nullable DemoUser user, String scopes) {
        tokens.issue(user, scopes)
                .onSuccess(token -> DemoAnswer.json(
                        context,
                        new JsonObject()
                                .put("access_token", token)
                                .put("token_type", "Bearer")
                                .put("scope", scopes)
                                .put("created_at", clock.millis() / 1000)))
                .onFailure(failure -> DemoAnswer.failed(context, failure));
    }

    private void revoke(RoutingContext context) {
        String token = Parameters.of(context).required("token");
        // Any page can name those of the demo's people; only who was given one of the others knows it.
        boolean isKnownToAll =
                Cast.TOKENS.stream().anyMatch(known -> known.token().equals(token));
        if (isKnownToAll && !PageOrigin.admits(context)) {
            return;
        }
        // An unknown token is no error: RFC 7009, section 2.2.
        tokens.revoke(token)
                .onSuccess(revoked -> DemoAnswer.json(context, new JsonObject()))
                .onFailure(failure -> DemoAnswer.failed(context, failure));
    }

    /** The client with the secret that belongs to its id, in the header field or in the body (RFC 6749, section 2.3.1). */
    private static Optional<OAuthApp> client(RoutingContext context, Parameters parameters) {
        String id = parameters.get("client_id", "");
        String secret = parameters.get("client_secret", "");
        String authorization = String.valueOf(context.request().getHeader(HttpHeaders.AUTHORIZATION));
        if (authorization.startsWith("Basic ")) {
            try {
                String pair = new String(
                        Base64.getDecoder().decode(authorization.substring("Basic ".length())), StandardCharsets.UTF_8);
                id = pair.replaceFirst(":.*", "");
                secret = pair.substring(Math.min(pair.length(), id.length() + 1));
            } catch (IllegalArgumentException malformed) {
                return Optional.empty();
            }
        }
        String given = secret;
        return OAuthApp.of(id).filter(app -> app.clientSecret().equals(given));
    }

    private static Optional<DemoUser> user(String username) {
        return Cast.USERS.stream()
                .filter(user -> user.account().username().equals(username) && !user.disabled())
                .findFirst();
    }

    /** RFC 8414. */
    private static void metadata(RoutingContext context) {
        String origin = DemoOrigin.of(context.request());
        DemoAnswer.json(
                context,
                new JsonObject()
                        .put("issuer", origin + "/")
                        .put("authorization_endpoint", origin + "/oauth/authorize")
                        .put("token_endpoint", origin + "/oauth/token")
                        .put("revocation_endpoint", origin + "/oauth/revoke")
                        .put("app_registration_endpoint", origin + "/api/v1/apps")
                        .put("response_types_supported", new JsonArray().add("code"))
                        .put("code_challenge_methods_supported", new JsonArray().add("S256"))
                        .put(
                                "grant_types_supported",
                                new JsonArray().add("authorization_code").add("client_credentials")));
    }
}
