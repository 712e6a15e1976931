package dev.trunkline.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.HttpAnswer;
import dev.trunkline.harness.Request;
import io.quarkus.runtime.LaunchMode;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import org.junit.jupiter.api.Test;

class ControlTest {

    @Test
    void serversOfOthersAreLeftAlone() {
        Vertx vertx = Vertx.vertx();
        LaunchMode mode = LaunchMode.current();
        try {
            LaunchMode.set(LaunchMode.DEVELOPMENT);
            Router router = Router.router(vertx);
            Control.add(router, "/demo/outage", context -> DemoAnswer.json(context, "reached"));
            HttpServer server = vertx.createHttpServer()
                    .requestHandler(router)
                    .listen(0, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            HttpAnswer answer = new Request(server.actualPort(), "POST", "/demo/outage")
                    .header("Content-Length", "0")
                    .answer();
            assertEquals(409, answer.status());
            assertTrue(answer.body().contains("need its own servers"), answer::body);
        } finally {
            LaunchMode.set(mode);
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
