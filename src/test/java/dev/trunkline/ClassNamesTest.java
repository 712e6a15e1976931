package dev.trunkline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Each simple name of a top-level class occurs once in product, tests and benchmarks, so that a name alone says which class
 * is meant.
 */
class ClassNamesTest {

    private static final Path SOURCES = Path.of("src");

    @Test
    void eachNameOccursOnce() throws IOException {
        Map<String, Set<Path>> byName = new TreeMap<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .forEach(file -> byName.computeIfAbsent(file.getFileName().toString(), missing -> new TreeSet<>())
                            .add(file));
        }
        byName.values().removeIf(places -> places.size() == 1);
        assertEquals(Map.of(), byName);
    }
}
