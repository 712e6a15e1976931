package dev.trunkline.demo;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** That the training's clients get in, with the tokens, paths and messages that they have. */
@QuarkusTest
@WithTestResource(DemoServersResource.class)
@SuppressWarnings("NullAway.Init")
class TrainingClientsTest {

    @TestHTTPResource("/")
    URI server;

    @Inject
    Vertx vertx;

    @Test
    void comeAndLeave() {
        new TrainingClients(vertx, server.getPort(), 60).run();
    }

    @Test
    void failWhereNobodyListens() {
        TrainingClients clients = new TrainingClients(vertx, 1, 60);
        assertThrows(IllegalStateException.class, clients::run);
    }
}
