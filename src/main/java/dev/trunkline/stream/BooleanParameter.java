package dev.trunkline.stream;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a query parameter says yes or no (protocol, section 2). */
public final class BooleanParameter {
    private static final Set<String> FALSE = Set.of("", "0", "f", "F", "false", "FALSE", "off", "OFF");

    private BooleanParameter() {}

    /** Everything but a missing value, an empty one and the spellings of no is true: {@code False} and {@code no} too. */
    public static boolean isTrue(@Nullable String value) {
        return value != null && !FALSE.contains(value);
    }
}
