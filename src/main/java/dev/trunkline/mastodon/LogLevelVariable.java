package dev.trunkline.mastodon;

import java.util.Locale;
import java.util.Set;

/** {@code LOG_LEVEL}. An unknown level is {@code info}, as in Mastodon's server. */
final class LogLevelVariable {

    /** Levels that apply to our own packages only: libraries may log passwords and payloads there. */
    private static final Set<String> OURS = Set.of("TRACE", "DEBUG");

    private static final Set<String> ALL = Set.of("INFO", "WARN", "ERROR", "FATAL");

    private LogLevelVariable() {}

    static Part translate(Environment environment) {
        String level = environment.value(Variable.LOG_LEVEL, "").strip().toUpperCase(Locale.ROOT);
        if (OURS.contains(level)) {
            return Part.property(Variable.LOG_LEVEL, "quarkus.log.category.\"dev.trunkline\".level", level);
        }
        return ALL.contains(level) ? Part.property(Variable.LOG_LEVEL, "quarkus.log.level", level) : Part.NONE;
    }
}
