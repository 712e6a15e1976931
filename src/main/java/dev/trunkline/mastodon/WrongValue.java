package dev.trunkline.mastodon;

/** A variable's value that cannot be used: one line with its name, what is wrong and what would be right, no password. */
final class WrongValue extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    WrongValue(Variable variable, String fault) {
        super((variable + ": " + fault).replaceAll("\\p{Cntrl}+", " "));
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
