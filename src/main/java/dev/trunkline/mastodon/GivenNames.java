package dev.trunkline.mastodon;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import dev.trunkline.config.SettingNames;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The names of the settings that an environment gives, with those of Quarkus and of Mastodon, and the system properties of the
 * first two. Their values are not told: some are passwords.
 */
final class GivenNames {

    private GivenNames() {}

    static String of(Environment environment) {
        String names = Stream.concat(variables(environment), systemProperties())
                .sorted()
                .collect(joining(", "));
        return names.isEmpty() ? "nothing" : names;
    }

    private static Stream<String> variables(Environment environment) {
        Set<String> ours = SettingNames.all().stream().map(VariableName::of).collect(toSet());
        Stream.of(Variable.values())
                // Every process has it, and it is none of Mastodon's.
                .filter(variable -> variable != Variable.HOME)
                .forEach(variable -> ours.add(variable.name()));
        return environment
                .names()
                .filter(name -> ours.contains(name) || name.startsWith("QUARKUS_"))
                .filter(environment::has);
    }

    private static Stream<String> systemProperties() {
        return System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("trunkline.") || name.startsWith("quarkus."));
    }
}
