package dev.trunkline.broadcast;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The end of the loop: Vert.x must find it undeployed when it closes. */
class BroadcastLoopTest {

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void undeployWaitsForTheActionsQueuedBefore() throws Exception {
        BroadcastLoop loop = BroadcastLoop.deploy(vertx);
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        loop.queue(() -> {
            begun.countDown();
            try {
                busy.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        begun.await();
        Thread end = new Thread(loop::undeploy);
        end.start();
        await().until(() -> end.getState() == Thread.State.TERMINATED
                || end.getState() == Thread.State.WAITING
                || end.getState() == Thread.State.TIMED_WAITING);
        boolean waits = end.isAlive();
        busy.countDown();
        end.join(Duration.ofSeconds(10).toMillis());
        assertTrue(waits, "It does not wait for the loop");
        assertEquals(Set.of(), vertx.deploymentIDs());
    }

    @Test
    void undeployDoesNotWaitForEver() throws Exception {
        BroadcastLoop loop = BroadcastLoop.deploy(vertx);
        CountDownLatch busy = new CountDownLatch(1);
        loop.queue(() -> {
            try {
                busy.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            loop.undeploy();
        } finally {
            busy.countDown();
        }
    }
}
