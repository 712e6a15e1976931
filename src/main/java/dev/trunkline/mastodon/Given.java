package dev.trunkline.mastodon;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value with the variable that an administrator would look at.
 *
 * @param source the variable that the value is, or is a part of
 * @param value not empty
 */
record Given(Variable source, String value) {

    /** Null if the value is null or empty. */
    static @Nullable Given of(Variable source, @Nullable String value) {
        return value == null || value.isEmpty() ? null : new Given(source, value);
    }

    /** A variable of the environment; null if it is unset. */
    static @Nullable Given of(Environment environment, Variable variable) {
        return of(variable, environment.value(variable));
    }

    /** A parameter of {@code DATABASE_URL}; null if the URL has none of this name, or an empty one. */
    static @Nullable Given parameter(Map<String, String> query, String name) {
        return of(Variable.DATABASE_URL, query.get(name));
    }
}
