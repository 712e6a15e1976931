package dev.trunkline.stream;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The values of a boolean query parameter (protocol, section 2). */
public final class BooleanParameter {
    private static final Set<String> FALSE = Set.of("", "0", "f", "F", "false", "FALSE", "off", "OFF");

    private BooleanParameter() {}

    /** A missing value, an empty one and the listed spellings are false; all others are true, even {@code False} and {@code no}. */
    public static boolean isTrue(@Nullable String value) {
        return value != null && !FALSE.contains(value);
    }
}
