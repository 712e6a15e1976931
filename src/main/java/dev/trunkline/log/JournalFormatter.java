package dev.trunkline.log;

import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** Formats a record as another formatter does, with the journal's priority in front of each line. */
final class JournalFormatter extends Formatter {

    /** The levels of the log manager that {@link Level} has no names for. */
    private static final int FATAL = 1100;

    private final Formatter inner;

    JournalFormatter(Formatter inner) {
        this.inner = inner;
    }

    @Override
    public String format(LogRecord record) {
        String prefix = Journal.prefix(priority(record.getLevel().intValue()));
        String text = inner.format(record);
        // A stack trace in text has lines of its own, which the journal takes for further entries.
        String lines = text.substring(0, Math.max(0, text.length() - 1)).replace("\n", "\n" + prefix);
        return prefix + lines + text.substring(lines.isEmpty() ? 0 : text.length() - 1);
    }

    private static int priority(int level) {
        if (level >= FATAL) {
            return 2;
        }
        if (level >= Level.SEVERE.intValue()) {
            return 3;
        }
        if (level >= Level.WARNING.intValue()) {
            return 4;
        }
        return level >= Level.INFO.intValue() ? 6 : 7;
    }

    @Override
    public String getHead(Handler handler) {
        return inner.getHead(handler);
    }

    @Override
    public String getTail(Handler handler) {
        return inner.getTail(handler);
    }
}
