package dev.trunkline.start;

import java.util.Locale;

/** What {@code --check} has found, on a line of its own. */
record Finding(Level level, String text) {

    enum Level {
        OK("ok"),
        /** Something that an administrator should know and that does not keep the server from working. */
        NOTE("note"),
        FAULT("FAULT");

        private final String label;

        Level(String label) {
            this.label = label;
        }
    }

    static Finding ok(String text) {
        return new Finding(Level.OK, text);
    }

    static Finding note(String text) {
        return new Finding(Level.NOTE, text);
    }

    static Finding fault(String text) {
        return new Finding(Level.FAULT, text);
    }

    boolean isOk() {
        return level == Level.OK;
    }

    boolean isFault() {
        return level == Level.FAULT;
    }

    String line() {
        return String.format(Locale.ROOT, "%-5s %s", level.label, text);
    }
}
