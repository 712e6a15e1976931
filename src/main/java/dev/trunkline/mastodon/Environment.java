package dev.trunkline.mastodon;

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The variables of the process, and those of an {@code .env.production} that the process does not have. An empty variable
 * counts as unset.
 *
 * @param process the process's environment variables
 * @param file the variables of the file
 */
record Environment(EnvironmentVariables process, EnvironmentVariables file) {

    static Environment of(Map<String, String> process) {
        return new Environment(EnvironmentVariables.of(process), EnvironmentVariables.NONE);
    }

    /**
     * Null if the variable is unset.
     *
     * @throws WrongValue if it is set to something that cannot be read
     */
    @Nullable
    String value(Variable variable) {
        String value = value(variable.name());
        if (value != null && isUnreadable(variable.name())) {
            throw new WrongValue(variable, UnreadableSettings.FAULT);
        }
        return value;
    }

    String value(Variable variable, String defaultValue) {
        String value = value(variable);
        return value == null ? defaultValue : value;
    }

    boolean has(Variable variable) {
        return has(variable.name());
    }

    boolean has(String name) {
        return value(name) != null;
    }

    boolean hasAny(Variable... variables) {
        return Arrays.stream(variables).anyMatch(this::has);
    }

    /** Null if the variable is unset. */
    @Nullable
    String value(String name) {
        String value = source(name).values().get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** Whether the variable's value is not UTF-8. */
    boolean isUnreadable(String name) {
        return source(name).unreadable().contains(name);
    }

    private EnvironmentVariables source(String name) {
        return process.values().containsKey(name) ? process : file;
    }

    /** The names of all variables, even of empty ones. */
    Stream<String> names() {
        return Stream.of(process, file)
                .flatMap(source -> source.values().keySet().stream())
                .distinct();
    }

    /** Whether a variable, even an empty one, has this text in its name. */
    boolean hasNameWith(String text) {
        return names().anyMatch(name -> name.contains(text));
    }

    /** The value of a variable that only the file has; null for those of the process. */
    @Nullable
    String valueOfFile(String name) {
        return process.values().containsKey(name) ? null : value(name);
    }

    /**
     * The value as a number; empty if the variable is unset.
     *
     * @throws WrongValue if it is no number from {@code least} to {@code most}
     */
    OptionalInt number(Variable variable, int least, int most) {
        String value = value(variable);
        if (value == null) {
            return OptionalInt.empty();
        }
        if (value.strip().matches("\\d{1,9}")) {
            int number = Integer.parseInt(value.strip());
            if (number >= least && number <= most) {
                return OptionalInt.of(number);
            }
        }
        throw new WrongValue(
                variable, "'" + value + "' is not what it has to be: a number from " + least + " to " + most);
    }

    /** The value as a TCP port from 1 on; empty if the variable is unset. */
    OptionalInt port(Variable variable) {
        return number(variable, 1, 65535);
    }
}
