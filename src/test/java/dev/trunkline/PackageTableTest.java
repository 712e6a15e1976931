package dev.trunkline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of packages in CONTRIBUTING.md is that of {@link ArchitectureTest}, and has every package. */
class PackageTableTest {

    private static final Pattern ROW = Pattern.compile(
            "^\\| (?<packages>`[a-z]+`(?:, `[a-z]+`)*) \\| [^|]+ \\| (?<uses>[^|]+) \\|$", Pattern.MULTILINE);

    private static final Pattern NAME = Pattern.compile("`([a-z]+)`");

    private static Set<String> names(String cell) {
        return NAME.matcher(cell).results().map(match -> match.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    /** What each package may use, as the page says. */
    private static Map<String, Set<String>> table() throws IOException {
        String page = Files.readString(Path.of("CONTRIBUTING.md"));
        Map<String, Set<String>> table = new TreeMap<>();
        for (MatchResult row : ROW.matcher(page.substring(page.indexOf("\n## Packages")))
                .results()
                .toList()) {
            names(row.group(1)).forEach(name -> table.put(name, names(row.group(2))));
        }
        return table;
    }

    @Test
    void thePageAllowsWhatTheTestAllows() throws IOException {
        Map<String, Set<String>> expected = new TreeMap<>();
        ArchitectureTest.MAY_USE.forEach((name, uses) -> expected.put(name, new TreeSet<>(uses)));
        // These use no package of ours, except the demo, which may use any.
        for (String name : List.of("config", "metrics", "memory", "internals", "demo")) {
            expected.putIfAbsent(name, Set.of());
        }
        assertEquals(expected, table());
    }

    @Test
    void everyPackageHasItsRow() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("src", "main", "java", "dev", "trunkline"))) {
            Set<String> packages = folders.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(packages, table().keySet());
        }
    }
}
