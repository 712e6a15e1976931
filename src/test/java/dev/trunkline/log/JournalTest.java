package dev.trunkline.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Priorities of lines in systemd's journal. */
class JournalTest {

    private static final Formatter MESSAGE = new Formatter() {
        @Override
        public String format(LogRecord record) {
            return record.getMessage() + "\n";
        }
    };

    @ParameterizedTest
    @CsvSource({
        "FATAL, 2",
        "ERROR, 3",
        "SEVERE, 3",
        "WARN, 4",
        "WARNING, 4",
        "INFO, 6",
        "DEBUG, 7",
        "TRACE, 7",
        "FINE, 7"
    })
    void aLevelIsAPriority(String level, int priority) {
        String line = new JournalFormatter(MESSAGE).format(new LogRecord(Level.parse(level), "text"));
        assertEquals("<" + priority + ">text\n", line);
    }

    @Test
    void eachLineOfAStackTraceHasIt() {
        String lines = new JournalFormatter(MESSAGE).format(new LogRecord(Level.ERROR, "text\n\tat here\n\tat there"));
        assertEquals("<3>text\n<3>\tat here\n<3>\tat there\n", lines);
        assertEquals("<6>\n", new JournalFormatter(MESSAGE).format(new LogRecord(Level.INFO, "")));
    }

    @ParameterizedTest
    @CsvSource({"PORT: taken, <3>PORT: taken", "<4>told, <4>told", "<8>, <3><8>", "<, <3><"})
    void aLineWithoutALevelIsAnError(String line, String written) throws IOException {
        ByteArrayOutputStream journal = new ByteArrayOutputStream();
        try (JournalOutput output = new JournalOutput(journal)) {
            output.write((line + "\n").getBytes(UTF_8));
        }
        assertEquals(written + "\n", journal.toString(UTF_8));
    }

    /** The variable stays set where an output has been redirected. */
    @Test
    void anotherOutputIsNotTheJournal() {
        assertFalse(Journal.reads(null, 1));
        assertFalse(Journal.reads("0:0", 1));
        assertFalse(Journal.reads("0:0", 1_000_000));
    }
}
