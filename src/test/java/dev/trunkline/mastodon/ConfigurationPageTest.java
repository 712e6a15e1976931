package dev.trunkline.mastodon;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.config.Settings;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/configuration.md lists exactly the variables that are read, with their defaults. */
class ConfigurationPageTest {

    private static final Pattern ROW = Pattern.compile(
            "^\\| `(?<name>[A-Z_]+)` \\| (?<meaning>.+) \\| (?<defaultValue>[^|]+) \\|$", Pattern.MULTILINE);

    private static Map<String, String> rows() throws IOException {
        return new TreeMap<>(ROW.matcher(Files.readString(Path.of("docs", "configuration.md")))
                .results()
                .collect(toMap(row -> row.group(1), ConfigurationPageTest::defaultValue)));
    }

    private static String defaultValue(MatchResult row) {
        return row.group(3).replace("`", "");
    }

    /** The variables of the settings, with their defaults or {@code none}. */
    private static Map<String, String> settings(Class<?> group, String prefix) {
        Map<String, String> settings = new TreeMap<>();
        for (Method method : group.getDeclaredMethods()) {
            String name =
                    prefix + "_" + method.getName().replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
            if (method.getReturnType().getDeclaringClass() == Settings.class
                    && method.getReturnType().isInterface()) {
                settings.putAll(settings(method.getReturnType(), name));
            } else {
                WithDefault defaultValue = method.getAnnotation(WithDefault.class);
                settings.put(name, defaultValue == null ? "none" : defaultValue.value());
            }
        }
        return settings;
    }

    @Test
    void settingsOfOurOwn() throws IOException {
        Map<String, String> documented = rows();
        documented.keySet().removeIf(name -> !name.startsWith("TRUNKLINE_"));
        assertEquals(settings(Settings.class, "TRUNKLINE"), documented);
    }

    @Test
    void variablesOfMastodon() throws IOException {
        TreeSet<String> documented = new TreeSet<>(rows().keySet());
        documented.removeIf(name -> name.startsWith("TRUNKLINE_"));
        TreeSet<String> read = new TreeSet<>();
        for (Variable variable : Variable.values()) {
            read.add(variable.name());
        }
        assertEquals(read, documented);
    }

    /** Setting a variable to the default on the page changes no property. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "PORT",
                "BIND",
                "DB_HOST",
                "DB_PORT",
                "DB_NAME",
                "DB_USER",
                "DB_POOL",
                "DB_SSLMODE",
                "REDIS_HOST",
                "REDIS_PORT",
                "REDIS_DB",
                "REDIS_SENTINEL_PORT"
            })
    void defaultsOfMastodonsVariables(String variable) throws IOException {
        Map<String, String> sentinels = Map.of("REDIS_SENTINELS", "a", "REDIS_SENTINEL_MASTER", "m");
        for (Map<String, String> others : List.of(
                Map.<String, String>of(),
                Map.of("DB_HOST", "a", "REDIS_HOST", "a"),
                Map.of("DB_NAME", "a"),
                sentinels)) {
            if (!others.containsKey(variable)) {
                Map<String, String> all = new TreeMap<>(others);
                all.put(variable, rows().get(variable));
                assertEquals(effective(others), effective(all), others::toString);
            }
        }
    }

    /** Every property that a variable sets, or its default; the mode of TLS is plain by default. */
    private static Map<String, String> effective(Map<String, String> variables) {
        Translation translation = Translation.of(variables);
        assertEquals(List.of(), translation.faults());
        Map<String, String> effective =
                new TreeMap<>(Map.of("quarkus.datasource.reactive.postgresql.ssl-mode", "disable"));
        Defaults defaults = new Defaults();
        defaults.getPropertyNames().forEach(name -> effective.put(name, String.valueOf(defaults.getValue(name))));
        effective.putAll(translation.properties());
        return effective;
    }
}
