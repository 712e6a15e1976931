package dev.trunkline.broadcast;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The event loop on which all of the broadcaster's state lives, so that the state needs no lock. A verticle is the supported
 * way to a context of one's own; timers and clients made on it end with it.
 */
final class BroadcastLoop extends AbstractVerticle {

    private static final Duration END_LIMIT = Duration.ofSeconds(1);

    private volatile @Nullable Thread thread;

    private BroadcastLoop() {}

    /** Blocks until the loop runs; not to be called on an event loop. */
    static BroadcastLoop deploy(Vertx vertx) {
        BroadcastLoop loop = new BroadcastLoop();
        vertx.deployVerticle(loop).toCompletionStage().toCompletableFuture().join();
        return loop;
    }

    @Override
    public void start() {
        thread = Thread.currentThread();
    }

    /** Runs the action on the loop, never at once: actions queued by one thread run in their order. */
    void queue(Runnable action) {
        context.runOnContext(go -> action.run());
    }

    /** Runs the action at once if called on the loop, so that messages keep their order and are not queued twice. */
    void run(Runnable action) {
        if (Thread.currentThread() == thread) {
            action.run();
        } else {
            queue(action);
        }
    }

    /**
     * Ends the loop after the actions queued so far, and waits for that, though not for long: Vert.x, which closes next, would
     * undeploy it once more and log an error. Not to be called on an event loop.
     */
    void undeploy() {
        vertx.undeploy(deploymentID())
                .toCompletionStage()
                .toCompletableFuture()
                .completeOnTimeout(null, END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }
}
