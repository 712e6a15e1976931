package dev.trunkline.mastodon;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.config.Settings;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/configuration.md has every variable that there is, each of our own with the default that it has, and no other. */
class ConfigurationPageTest {

    private static final Pattern ROW = Pattern.compile(
            "^\\| `(?<name>[A-Z_]+)` \\| (?<meaning>.+) \\| (?<otherwise>[^|]+) \\|$", Pattern.MULTILINE);

    private static Map<String, String> rows() throws IOException {
        return new TreeMap<>(ROW.matcher(Files.readString(Path.of("docs", "configuration.md")))
                .results()
                .collect(toMap(row -> row.group(1), ConfigurationPageTest::otherwise)));
    }

    private static String otherwise(MatchResult row) {
        return row.group(3).replace("`", "");
    }

    /** Variables of the settings, with their defaults; {@code none} where there is none. */
    private static Map<String, String> settings(Class<?> group, String prefix) {
        Map<String, String> settings = new TreeMap<>();
        for (Method method : group.getDeclaredMethods()) {
            String name =
                    prefix + "_" + method.getName().replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
            if (method.getReturnType().getName().startsWith(Settings.class.getName() + "$")) {
                settings.putAll(settings(method.getReturnType(), name));
            } else {
                WithDefault otherwise = method.getAnnotation(WithDefault.class);
                settings.put(name, otherwise == null ? "none" : otherwise.value());
            }
        }
        return settings;
    }

    @Test
    void everySettingOfOursHasItsRow() throws IOException {
        Map<String, String> documented = rows();
        documented.keySet().removeIf(name -> !name.startsWith("TRUNKLINE_"));
        assertEquals(settings(Settings.class, "TRUNKLINE"), documented);
    }

    @Test
    void everyVariableOfMastodonsHasItsRow() throws IOException {
        TreeSet<String> documented = new TreeSet<>(rows().keySet());
        documented.removeIf(name -> name.startsWith("TRUNKLINE_"));
        TreeSet<String> read = new TreeSet<>();
        for (Variable variable : Variable.values()) {
            read.add(variable.name());
        }
        assertEquals(read, documented);
    }
}
