package dev.trunkline.demo;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.harness.EventStream;
import dev.trunkline.harness.HttpAnswer;
import dev.trunkline.harness.Request;
import dev.trunkline.harness.SameOnEveryJdk;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server of the demo is away for a while, and streams go on afterwards. */
@SameOnEveryJdk
@QuarkusTest
@WithTestResource(DemoServersResource.class)
class OutageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TestHTTPResource("/")
    @SuppressWarnings("NullAway.Init")
    URI server;

    @ParameterizedTest
    @CsvSource({"redis, Redis", "postgresql, PostgreSQL"})
    void aStreamOutlivesAnOutage(String name, String check) {
        try (EventStream stream = new Request(server.getPort(), "GET", "/api/v1/streaming/public")
                .header("Authorization", "Bearer demo-alice-read").stream()) {
            String outage = "/demo/outage?seconds=2&server=" + name;
            HttpAnswer begun = post(outage);
            assertEquals(
                    new JsonObject().put("server", name).put("seconds", 2), new JsonObject(begun.body()), begun::body);
            assertEquals(409, post(outage).status());
            await(name + " is away").atMost(PATIENCE).until(() -> !isUp(check));
            await(name + " is back").atMost(PATIENCE).until(() -> isUp(check));
            // Redis has it as soon as it answers; the server may subscribe a little later.
            await().atMost(PATIENCE).until(() -> {
                post("/demo/publish?channel=timeline:public&event=delete&payload=after-" + name);
                return stream.record().contains("data: after-" + name);
            });
        }
        assertEquals(
                200,
                new Request(server.getPort(), "GET", "/api/v1/accounts/verify_credentials")
                        .header("Authorization", "Bearer demo-alice-read")
                        .answer()
                        .status(),
                "The demo's tokens are still there");
    }

    @Test
    void whatIsWrongIsSaid() {
        for (String form : List.of(
                "server=redis",
                "server=redis&seconds=0",
                "server=redis&seconds=301",
                "server=redis&seconds=-1",
                "server=mysql&seconds=1",
                "seconds=1")) {
            assertEquals(422, post("/demo/outage?" + form).status(), form);
        }
    }

    private boolean isUp(String check) {
        HttpAnswer ready = new Request(server.getPort(), "GET", "/q/health/ready").answer();
        return new JsonObject(ready.body())
                .getJsonArray("checks").stream()
                        .map(JsonObject.class::cast)
                        .anyMatch(each -> each.getString("name").equals(check)
                                && each.getString("status").equals("UP"));
    }

    private HttpAnswer post(String target) {
        return new Request(server.getPort(), "POST", target)
                .header("Content-Length", "0")
                .answer();
    }
}
