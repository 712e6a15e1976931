package dev.trunkline.internals;

import io.quarkus.dev.console.DevConsoleManager;
import io.quarkus.runtime.LaunchMode;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Dev mode's live reload. A request makes Quarkus look for changes and build the application anew. Whatever else comes meanwhile
 * would be handled by the application that has just been stopped, and its connection closed.
 */
public final class LiveReload {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private LiveReload() {}

    /**
     * Runs the task when no reload is running: at once outside of dev mode, otherwise on the same event loop. The request's body waits, too.
     */
    public static void whenOver(HttpServerRequest request, Runnable task) {
        if (LaunchMode.current() != LaunchMode.DEVELOPMENT || !DevConsoleManager.isDoingHttpInitiatedReload()) {
            task.run();
            return;
        }
        // As Quarkus does with each request, until somebody reads its body or answers.
        request.pause();
        whenOver(DevConsoleManager::isDoingHttpInitiatedReload, task);
    }

    static void whenOver(BooleanSupplier reloading, Runnable task) {
        if (reloading.getAsBoolean()) {
            Vertx.currentContext().owner().setTimer(LOOK_AGAIN.toMillis(), later -> whenOver(reloading, task));
        } else {
            task.run();
        }
    }
}
