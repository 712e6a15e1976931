package dev.trunkline.mastodon;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A variable's value that cannot be used: one line with its name, what is wrong and what would be right, no password. */
final class WrongValue extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    WrongValue(Variable variable, String fault) {
        super((variable + ": " + fault).replaceAll("\\p{Cntrl}+", " "));
    }

    /** The path of a file. A JVM can use no name that its locale cannot write. */
    static Path path(Variable variable, String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException unwritable) {
            throw new WrongValue(
                    variable,
                    "the path has characters that this process cannot use in the name of a file; a UTF-8 locale, such as"
                            + " LC_ALL=C.UTF-8, gives it all but the zero");
        }
    }

    /** Checks a value; the message of an IllegalArgumentException becomes the fault of the variable. */
    static void check(Variable variable, Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException wrong) {
            throw new WrongValue(variable, String.valueOf(wrong.getMessage()));
        }
    }
}
