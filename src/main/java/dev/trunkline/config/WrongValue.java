package dev.trunkline.config;

/** A variable's value that cannot be used: one line with its name, what is wrong and what would be right, no password. */
public final class WrongValue extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public WrongValue(Variable variable, String fault) {
        this(variable.name(), fault);
    }

    WrongValue(String variable, String fault) {
        super((variable + ": " + fault).replaceAll("\\p{Cntrl}+", " "));
    }
}
