package dev.trunkline.internals;

import java.io.OutputStream;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.logging.Formatter;
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
        forEach(console -> console.setOutputStream(output));
    }

    /** Puts another formatter around the one that Quarkus has configured. */
    public static void format(UnaryOperator<Formatter> around) {
        forEach(console -> console.setFormatter(around.apply(console.getFormatter())));
    }

    private static void forEach(Consumer<ConsoleHandler> change) {
        for (Handler handler : LogContext.getLogContext().getLogger("").getHandlers()) {
            forEach(handler, change);
        }
    }

    /** Quarkus's own handler, and one that is asynchronous, have the console's handler inside. */
    private static void forEach(Handler handler, Consumer<ConsoleHandler> change) {
        if (handler instanceof ConsoleHandler console) {
            change.accept(console);
        } else if (handler instanceof ExtHandler outer) {
            for (Handler inner : outer.getHandlers()) {
                forEach(inner, change);
            }
        }
    }
}
