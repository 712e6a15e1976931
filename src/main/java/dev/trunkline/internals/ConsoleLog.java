package dev.trunkline.internals;

import java.io.OutputStream;
import java.util.logging.Handler;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.handlers.ConsoleHandler;

/**
 * The handlers through which Quarkus logs to the console. Their class takes {@code System.out} when it is initialised: in the
 * native executable that is at build time, so that a later {@code System.setOut} would not reach the log.
 */
public final class ConsoleLog {

    private ConsoleLog() {}

    /** Lets the log go to this output from now on; does nothing where the log does not go to the console. */
    public static void writeTo(OutputStream output) {
        for (Handler handler : LogContext.getLogContext().getLogger("").getHandlers()) {
            replace(handler, output);
        }
    }

    /** Quarkus's own handler, and one that is asynchronous, have the console's handler inside. */
    private static void replace(Handler handler, OutputStream output) {
        if (handler instanceof ConsoleHandler console) {
            console.setOutputStream(output);
        } else if (handler instanceof ExtHandler outer) {
            for (Handler inner : outer.getHandlers()) {
                replace(inner, output);
            }
        }
    }
}
