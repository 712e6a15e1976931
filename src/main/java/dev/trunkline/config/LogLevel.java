package dev.trunkline.config;

import java.util.Locale;
import java.util.Set;

/** {@code LOG_LEVEL}. What is none of its names is {@code info}, as in Mastodon's server. */
final class LogLevel {

    /** Levels at which only our own packages speak: what libraries say there may hold passwords and payloads. */
    private static final Set<String> OURS = Set.of("TRACE", "DEBUG");

    private static final Set<String> ALL = Set.of("INFO", "WARN", "ERROR", "FATAL");

    private LogLevel() {}

    static void translate(Environment environment, Translation to) {
        String level = environment.value(Variable.LOG_LEVEL, "").strip().toUpperCase(Locale.ROOT);
        if (OURS.contains(level)) {
            to.put("quarkus.log.category.\"dev.trunkline\".level", level);
        } else if (ALL.contains(level)) {
            to.put("quarkus.log.level", level);
        }
    }
}
