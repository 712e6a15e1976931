package dev.trunkline.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.Request;
import dev.trunkline.harness.SameOnEveryJdk;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A client logs in to the demo as to any Mastodon server, streams, and makes things happen. */
@SameOnEveryJdk
@QuarkusTest
@WithTestResource(DemoServersResource.class)
class LoginTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String REDIRECT = "http://client.example/back?there=1";

    @TestHTTPResource("/")
    @SuppressWarnings("NullAway.Init")
    URI server;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void aClientLogsInStreamsPostsAndIsSignedOut() throws Exception {
        JsonObject app = register("read write");
        String verifier = "a-secret-of-the-client-that-nobody-else-has-seen";
        String asked = form(Map.of(
                "client_id", app.getString("client_id"),
                "redirect_uri", REDIRECT,
                "response_type", "code",
                "scope", "read write",
                "state", "a b&c",
                "code_challenge", sha256(verifier),
                "code_challenge_method", "S256"));
        HttpResponse<String> page = send(request("/oauth/authorize?" + asked));
        assertEquals(200, page.statusCode());
        assertTrue(page.body().contains("name=user value=alice"), page::body);
        assertFalse(page.body().contains("value=erin"), "She is disabled");
        assertTrue(page.body().contains("&lt;i&gt;A client&lt;/i&gt;"), page::body);

        HttpResponse<String> chosen = send(post("/oauth/authorize", asked + "&user=alice"));
        assertEquals(302, chosen.statusCode(), chosen::body);
        String location = chosen.headers().firstValue("Location").orElseThrow();
        assertTrue(location.startsWith(REDIRECT + "&code=") && location.endsWith("&state=a+b%26c"), location);
        String code = location.replaceFirst(".*&code=", "").replaceFirst("&.*", "");

        assertEquals("invalid_grant", exchange(app, code, "another").getString("error"));
        JsonObject token = exchange(app, code, verifier);
        assertEquals("Bearer", token.getString("token_type"));
        assertEquals("read write", token.getString("scope"));
        String bearer = "Bearer " + token.getString("access_token");

        JsonObject alice = json(request("/api/v1/accounts/verify_credentials").header("Authorization", bearer));
        assertEquals("alice", alice.getString("acct"));
        JsonArray lists = new JsonArray(
                send(request("/api/v1/lists").header("Authorization", bearer)).body());
        assertEquals("Sky and sea", lists.getJsonObject(0).getString("title"));

        HttpResponse<InputStream> stream = http.send(
                request("/api/v1/streaming/user")
                        .header("Authorization", bearer)
                        .build(),
                BodyHandlers.ofInputStream());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            assertEquals(200, stream.statusCode());
            awaitLine(lines, ":)");
            JsonObject status =
                    json(post("/api/v1/statuses", "status=Hello%20%3Cb%3E").header("Authorization", bearer));
            assertEquals("<p>Hello &lt;b&gt;</p>", status.getString("content"));
            awaitLine(lines, "event: update");
            assertTrue(lines.readLine().contains(status.getString("id")));

            String path = "/api/v1/statuses/" + status.getString("id");
            HttpRequest.Builder edit = request(path)
                    .header("Content-Type", "application/json")
                    .PUT(BodyPublishers.ofString("{\"status\":\"Good bye\"}"));
            assertEquals(
                    "<p>Good bye</p>",
                    json(edit.header("Authorization", bearer)).getString("content"));
            awaitLine(lines, "event: status.update");
            assertEquals(
                    "Good bye",
                    json(request(path).DELETE().header("Authorization", bearer)).getString("text"));
            awaitLine(lines, "event: delete");
            assertEquals("data: " + status.getString("id"), lines.readLine());

            json(post("/oauth/revoke", "token=" + token.getString("access_token")));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                assertFalse(line.startsWith("event: update"), line);
            }
        }
        assertEquals(
                401,
                send(request("/api/v1/accounts/verify_credentials").header("Authorization", bearer))
                        .statusCode());
    }

    @Test
    void whatIsWrongIsSaid() throws Exception {
        JsonObject app = register("read");
        assertEquals(422, send(post("/api/v1/apps", "client_name=x")).statusCode());
        assertEquals(422, send(post("/api/v1/apps", "")).statusCode());
        for (String body : List.of("[1]", "null", "", "{")) {
            HttpRequest.Builder request = request("/api/v1/apps")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body));
            assertEquals(422, send(request).statusCode(), body);
        }
        String credentials = "grant_type=client_credentials&client_id=" + app.getString("client_id") + "&client_secret="
                + app.getString("client_secret");
        assertEquals("read", json(post("/oauth/token", credentials)).getString("scope"));
        assertEquals(
                "invalid_scope",
                json(post("/oauth/token", credentials + "&scope=write")).getString("error"));
        String asked = "response_type=code&client_id=" + app.getString("client_id") + "&redirect_uri=";
        assertEquals(
                422,
                send(request("/oauth/authorize?" + asked + "http://evil.example/"))
                        .statusCode());
        assertEquals(
                422,
                send(request("/oauth/authorize?scope=write&" + asked
                                + URLEncoder.encode(REDIRECT, StandardCharsets.UTF_8)))
                        .statusCode());
        assertEquals(
                422,
                send(request("/oauth/authorize?response_type=code&redirect_uri=x&client_id=none"))
                        .statusCode());
        assertEquals(
                "invalid_client",
                json(post("/oauth/token", "grant_type=client_credentials&client_id=x"))
                        .getString("error"));
        assertEquals("invalid_grant", exchange(app, "bm9uZQ", "").getString("error"));
        assertEquals(401, send(request("/api/v1/timelines/home")).statusCode());
        assertEquals(401, send(post("/api/v1/statuses", "status=x")).statusCode());
        assertEquals("[]", send(request("/api/v1/timelines/public")).body());
        assertEquals(404, send(request("/api/v1/accounts/1")).statusCode());
        assertEquals(
                "The demo does not have GET /api/v1/tags/kayaks",
                json(request("/api/v1/tags/kayaks")).getString("error"));
        assertEquals(
                404,
                new Request(server.getPort(), "GET", "/api/v1/tags/kayaks")
                        .header("Connection", "Upgrade, HTTP2-Settings")
                        .header("Upgrade", "h2c")
                        .answer()
                        .status());
        assertEquals(
                "Unknown channel requested",
                json(request("/api/v1/streaming/none")).getString("error"));
    }

    @Test
    void clientsFindPeopleAndLists() throws Exception {
        String bearer = "Bearer demo-alice-read";
        assertEquals(
                "faye",
                json(request("/api/v1/accounts/lookup?acct=faye@science.example"))
                        .getString("username"));
        assertEquals(404, send(request("/api/v1/accounts/lookup?acct=none")).statusCode());
        JsonArray found = json(request("/api/v2/search?q=@FAYE").header("Authorization", bearer))
                .getJsonArray("accounts");
        assertEquals(List.of("faye@science.example"), accts(found));
        String faye = found.getJsonObject(0).getString("id");
        assertTrue(
                accts(array("/api/v1/accounts/" + faye + "/followers", bearer)).containsAll(List.of("alice", "bob")));
        assertEquals(
                List.of(),
                array("/api/v1/accounts/" + faye + "/following", bearer).getList());
        JsonObject relationship = array("/api/v1/accounts/relationships?id[]=" + faye + "&id[]=1", bearer)
                .getJsonObject(0);
        assertEquals(faye, relationship.getString("id"));
        assertTrue(relationship.getBoolean("following"));
        assertFalse(relationship.getBoolean("followed_by"));
        assertEquals(
                List.of("faye@science.example", "emi", "eleni@agora.example"),
                accts(array("/api/v1/lists/301/accounts", bearer)));
        assertEquals(
                404,
                send(request("/api/v1/lists/302").header("Authorization", bearer))
                        .statusCode(),
                "bob's");
    }

    private JsonArray array(String path, String bearer) throws IOException, InterruptedException {
        return new JsonArray(send(request(path.replace("[]", "%5B%5D")).header("Authorization", bearer))
                .body());
    }

    private static List<String> accts(JsonArray accounts) {
        return accounts.stream()
                .map(account -> ((JsonObject) account).getString("acct"))
                .toList();
    }

    @Test
    void aClientFindsTheStreams() throws Exception {
        String streams = "ws://" + server.getAuthority();
        assertEquals(
                streams, json(request("/api/v1/instance")).getJsonObject("urls").getString("streaming_api"));
        assertEquals(
                streams,
                json(request("/api/v2/instance"))
                        .getJsonObject("configuration")
                        .getJsonObject("urls")
                        .getString("streaming"));
        HttpRequest.Builder tunnelled = request("/api/v1/instance").header("X-Forwarded-Proto", "https");
        assertEquals(
                "wss://" + server.getAuthority(),
                json(tunnelled).getJsonObject("urls").getString("streaming_api"));
        String nodeInfo = json(request("/.well-known/nodeinfo"))
                .getJsonArray("links")
                .getJsonObject(0)
                .getString("href");
        HttpResponse<String> found =
                send(HttpRequest.newBuilder(URI.create(nodeInfo)).timeout(PATIENCE));
        assertEquals(
                "mastodon",
                new JsonObject(found.body()).getJsonObject("software").getString("name"));
        HttpRequest.Builder preflight = request("/api/v1/statuses")
                .header("Origin", "https://elk.example")
                .header("Access-Control-Request-Headers", "authorization")
                .method("OPTIONS", BodyPublishers.noBody());
        assertTrue(send(preflight)
                .headers()
                .firstValue("Access-Control-Allow-Headers")
                .orElseThrow()
                .contains("authorization"));
    }

    @Test
    void eventsOfOnesOwnArePublishedAndTokensRevoked() throws Exception {
        HttpResponse<InputStream> stream =
                http.send(request("/api/v1/streaming/public").build(), BodyHandlers.ofInputStream());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            awaitLine(lines, ":)");
            json(post("/demo/publish", "channel=timeline:public&event=delete&payload=77"));
            awaitLine(lines, "event: delete");
            assertEquals("data: 77", lines.readLine());
        }
        assertEquals(
                422,
                send(post("/demo/publish", "channel=else&event=delete&payload=1"))
                        .statusCode());
        assertEquals(422, send(post("/demo/speed", "per_second=1001")).statusCode());
        assertEquals(0, json(post("/demo/speed", "per_second=0")).getInteger("per_second"));
        assertEquals(false, json(post("/demo/revoke", "token=none")).getBoolean("revoked"));
        assertNull(json(post("/demo/revoke", "token=none")).getString("error"));
    }

    private JsonObject register(String scopes) throws IOException, InterruptedException {
        JsonObject app = new JsonObject()
                .put("client_name", "<i>A client</i>")
                .put("redirect_uris", new JsonArray().add(REDIRECT))
                .put("scopes", scopes);
        return json(request("/api/v1/apps")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(app.encode())));
    }

    private JsonObject exchange(JsonObject app, String code, String verifier) throws IOException, InterruptedException {
        return json(post(
                "/oauth/token",
                form(Map.of(
                        "grant_type",
                        "authorization_code",
                        "code",
                        code,
                        "client_id",
                        app.getString("client_id"),
                        "client_secret",
                        app.getString("client_secret"),
                        "redirect_uri",
                        REDIRECT,
                        "code_verifier",
                        verifier))));
    }

    private static String sha256(String text) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    }

    private static void awaitLine(BufferedReader lines, String expected) throws IOException {
        for (String line = lines.readLine(); !expected.equals(line); line = lines.readLine()) {
            if (line == null) {
                throw new IOException("The stream ended before " + expected);
            }
        }
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private HttpRequest.Builder post(String path, String form) {
        return request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve(path)).timeout(PATIENCE);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private JsonObject json(HttpRequest.Builder request) throws IOException, InterruptedException {
        return new JsonObject(send(request).body());
    }
}
