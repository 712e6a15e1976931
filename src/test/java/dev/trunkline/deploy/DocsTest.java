package dev.trunkline.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.connection.Ending;
import dev.trunkline.http.ErrorAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The variables, metrics and reasons that the pages name exist. */
class DocsTest {

    private static final Path OPERATIONS = Path.of("docs", "operations.md");

    private static final Pattern PLANNED =
            Pattern.compile("^## [^\\n]*\\n\\n\\*\\*Planned.*?(?=^## |\\z)", Pattern.MULTILINE | Pattern.DOTALL);

    private static final Pattern VARIABLE = Pattern.compile("\\bTRUNKLINE_[A-Z_]*[A-Z]\\b");

    /** The prefixes of our metrics; other words with an underscore are labels, directives of nginx or the name of an event. */
    private static final Pattern METRIC =
            Pattern.compile("`(?<name>(?:connected|connections|dependency|events(?!_missed)|messages"
                    + "|redis|pg_pool|lanes|audience|filters_cache|outboxes|log_lines|history|replays|compression"
                    + "|process(?!_full)|jvm|trunkline_build)_[a-z_]+)[`{]");

    /** How the code registers them: counters and timers by names of the library, others by names of Prometheus. */
    private static final Pattern COUNTER = Pattern.compile("\\bcounter\\(\\s*\"(?<name>[a-z.]+)\"");

    private static final Pattern TIMER = Pattern.compile("Timer\\.builder\\(\\s*\"(?<name>[a-z.]+)\"");
    private static final Pattern GAUGE =
            Pattern.compile("(?:\\b(?:level|gauge)|Gauge\\.builder)\\(\\s*\"(?<name>[a-z_]+)\"");

    static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(
                List.of(Path.of("README.md"), Path.of("CONTRIBUTING.md"), Path.of("src", "bench", "README.md")));
        for (String folder : List.of("docs", "deploy")) {
            pages.addAll(files(Path.of(folder), ".md"));
        }
        assertTrue(pages.size() >= 15, () -> "Only " + pages);
        return pages;
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    private static Set<String> found(Pattern pattern, int group, String text) {
        Set<String> found = new TreeSet<>();
        pattern.matcher(text).results().map(match -> match.group(group)).forEach(found::add);
        return found;
    }

    /** All our metrics, by their names in Prometheus. */
    private static Set<String> metrics() throws IOException {
        Set<String> metrics = new TreeSet<>();
        for (Path file : files(Path.of("src", "main", "java"), ".java")) {
            String source = Files.readString(file);
            found(COUNTER, 1, source).forEach(name -> metrics.add(name.replace('.', '_') + "_total"));
            found(TIMER, 1, source).forEach(name -> metrics.add(name.replace('.', '_') + "_seconds"));
            metrics.addAll(found(GAUGE, 1, source));
        }
        assertTrue(metrics.size() >= 16, () -> "Only " + metrics);
        return metrics;
    }

    /** The page without the sections of the protocol that are not implemented yet. */
    private static String text(Path page) throws IOException {
        return PLANNED.matcher(Files.readString(page)).replaceAll("");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void variablesAreRead(Path page) throws IOException {
        Set<String> unknown = found(VARIABLE, 0, text(page));
        unknown.removeAll(Variables.known());
        assertEquals(Set.of(), unknown);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void metricsAreServed(Path page) throws IOException {
        Set<String> unknown = found(METRIC, 1, text(page));
        unknown.removeAll(metrics());
        assertEquals(Set.of(), unknown);
    }

    @Test
    void everyMetricIsExplained() throws IOException {
        Set<String> missing = metrics();
        for (Path page : files(Path.of("docs"), ".md")) {
            missing.removeAll(found(METRIC, 1, Files.readString(page)));
        }
        assertEquals(Set.of(), missing);
    }

    @Test
    void everyRefusalHasItsRow() throws IOException {
        String page = Files.readString(OPERATIONS);
        for (ErrorAnswer answer : ErrorAnswer.all()) {
            String row = "| `" + answer.reason() + "` | " + answer.status() + " | " + answer.text();
            assertTrue(page.contains(row), row);
        }
    }

    @Test
    void everyEndingIsExplained() throws IOException {
        String page = Files.readString(OPERATIONS);
        for (Ending ending : Ending.values()) {
            assertTrue(page.contains("`" + ending.label() + "`"), ending.label());
        }
        for (Ending ending : List.of(Ending.KILLED, Ending.SHUTDOWN, Ending.MAXIMUM_AGE, Ending.SLOW_READER)) {
            String row = "| " + ending.closeCode() + " | `" + ending.label() + "` |";
            assertTrue(page.contains(row), row);
        }
    }
}
