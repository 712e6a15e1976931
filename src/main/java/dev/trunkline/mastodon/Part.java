package dev.trunkline.mastodon;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What some of the variables say.
 *
 * @param properties configuration properties with their literal values
 * @param sources for each property the variable that an administrator would look at
 * @param warnings a line for each variable that is ignored on purpose
 * @param faults a line for each value that cannot be used
 */
record Part(Map<String, String> properties, Map<String, Variable> sources, List<String> warnings, List<String> faults) {

    static final Part NONE = new Part(Map.of(), Map.of(), List.of(), List.of());

    static Part property(Variable source, String property, String value) {
        return new Part(Map.of(property, value), Map.of(property, source), List.of(), List.of());
    }

    /** A property, unless its value is null or empty. */
    static Part optional(Variable source, String property, @Nullable String value) {
        return value == null || value.isEmpty() ? NONE : property(source, property, value);
    }

    /** A property that no variable sets. */
    static Part property(String property, String value) {
        return new Part(Map.of(property, value), Map.of(), List.of(), List.of());
    }

    static Part warning(String line) {
        return new Part(Map.of(), Map.of(), List.of(line), List.of());
    }

    static Part fault(String line) {
        return new Part(Map.of(), Map.of(), List.of(), List.of(line));
    }

    /** Both together; a property of the other wins. */
    Part and(Part other) {
        return new Part(
                merge(properties, other.properties),
                merge(sources, other.sources),
                concat(warnings, other.warnings),
                concat(faults, other.faults));
    }

    static <V> Map<String, V> merge(Map<String, V> first, Map<String, V> second) {
        Map<String, V> both = new HashMap<>(first);
        both.putAll(second);
        return Map.copyOf(both);
    }

    private static List<String> concat(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
