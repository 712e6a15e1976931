package dev.trunkline.memory;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Notices where the process has run out of memory. The event loops of Netty and Vert.x, Mutiny, Quarkus and our own code catch
 * what a task throws, log it and go on: the log sees it all.
 */
@ApplicationScoped
class OutOfMemoryWatch extends Handler {

    void start(@Observes StartupEvent event) {
        if (LaunchMode.current() != LaunchMode.NORMAL) {
            // A reload of dev mode, or a test, must not end the JVM around it.
            return;
        }
        OutOfMemory.makeFatal();
        setLevel(Level.ALL);
        Logger.getLogger("").addHandler(this);
        Thread.UncaughtExceptionHandler others = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            OutOfMemory.endIf(failure);
            if (others != null) {
                others.uncaughtException(thread, failure);
            } else if (thread.getThreadGroup() != null) {
                thread.getThreadGroup().uncaughtException(thread, failure);
            }
        });
    }

    /** On the thread that logs, before it goes on. */
    @Override
    public void publish(LogRecord entry) {
        OutOfMemory.endIf(entry.getThrown());
    }

    @Override
    public void flush() {
        // Nothing is kept.
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
