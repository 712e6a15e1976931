package dev.trunkline.config;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The process's environment variables, and those of an {@code .env.production} where the process has none of that name. */
final class Environment {

    private final Map<String, String> variables;
    private final Map<String, String> file;

    Environment(Map<String, String> variables, Map<String, String> file) {
        this.variables = variables;
        this.file = file;
    }

    static Environment of(Map<String, String> variables) {
        return new Environment(variables, Map.of());
    }

    /** Null if it is unset; an empty variable counts as unset. */
    @Nullable
    String value(Variable variable) {
        return value(variable.name());
    }

    String value(Variable variable, String otherwise) {
        String value = value(variable);
        return value == null ? otherwise : value;
    }

    boolean has(Variable variable) {
        return value(variable) != null;
    }

    boolean has(String name) {
        return value(name) != null;
    }

    boolean hasAny(Variable... names) {
        return Arrays.stream(names).anyMatch(this::has);
    }

    private @Nullable String value(String name) {
        String value = variables.containsKey(name) ? variables.get(name) : file.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** Whether there is a variable whose name has that in it, be it empty. */
    boolean names(String part) {
        return Stream.of(variables, file).flatMap(all -> all.keySet().stream()).anyMatch(name -> name.contains(part));
    }

    boolean hasFile() {
        return !file.isEmpty();
    }

    /** What the file alone says of a variable; the process's own is for the configuration to find. */
    @Nullable
    String fromFile(String name) {
        return variables.containsKey(name) ? null : value(name);
    }

    /** A number between these two, or the one that is to be taken without the variable. */
    int number(Variable variable, int least, int most, int otherwise) {
        String value = value(variable);
        if (value == null) {
            return otherwise;
        }
        if (value.strip().matches("\\d{1,9}")) {
            int number = Integer.parseInt(value.strip());
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw new WrongValue(
                variable, "'" + value + "' is not what it has to be: a number from " + least + " to " + most);
    }
}
