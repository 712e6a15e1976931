package dev.trunkline.internals;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.util.logging.Level;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jboss.logmanager.handlers.AsyncHandler;
import org.jboss.logmanager.handlers.ConsoleHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The console's handler is found inside the handler in which Quarkus, or an asynchronous log, has it. */
class ConsoleLogTest {

    private final Logger root = LogContext.getLogContext().getLogger("");
    private final AsyncHandler outer = new AsyncHandler();
    private final ConsoleHandler console = new ConsoleHandler(new PatternFormatter("%s%n"));

    @BeforeEach
    void add() {
        outer.addHandler(console);
        root.addHandler(outer);
    }

    @AfterEach
    void remove() {
        root.removeHandler(outer);
        outer.close();
    }

    @Test
    void theLogGoesToTheGivenOutput() {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ConsoleLog.writeTo(output);
        console.publish(new ExtLogRecord(Level.INFO, "a line", "test"));
        assertEquals("a line" + System.lineSeparator(), output.toString(UTF_8));
    }
}
