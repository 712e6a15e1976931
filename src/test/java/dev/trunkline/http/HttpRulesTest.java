package dev.trunkline.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.config.AddressRanges;
import dev.trunkline.metrics.FakeMeters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A route with a fault, which no client can provoke at the wire. */
class HttpRulesTest {

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void theAnswerToAFaultHasNoDetails() throws Exception {
        Router router = Router.router(vertx);
        router.route("/fault").handler(context -> {
            throw new IllegalStateException("a secret");
        });
        Origins origins = new Origins(new ClientAddress(AddressRanges.parse("")));
        new HttpRules(new Pipelining(), new ErrorResponder(new FakeMeters(), origins)).last(router);
        HttpServer server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        URI target = URI.create("http://127.0.0.1:" + server.actualPort() + "/fault");
        HttpResponse<String> answer =
                HttpClient.newHttpClient().send(HttpRequest.newBuilder(target).build(), BodyHandlers.ofString());
        assertEquals(500, answer.statusCode());
        assertEquals("{\"error\":\"An unexpected error occurred\"}", answer.body());
        assertEquals(
                "application/json", answer.headers().firstValue("Content-Type").orElse(""));
    }
}
