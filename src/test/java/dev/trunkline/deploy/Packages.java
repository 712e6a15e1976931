package dev.trunkline.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What {@code ./mvnw package -Pdist} has made. */
final class Packages {

    static final Path FOLDER = Path.of("target", "dist");

    private Packages() {}

    static boolean exist() {
        return Files.isDirectory(FOLDER);
    }

    /** The only one whose name matches. */
    static Path find(String pattern) throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<Path> found = files.filter(
                            file -> file.getFileName().toString().matches(pattern))
                    .toList();
            assertEquals(1, found.size(), () -> pattern + " " + found);
            return found.get(0).toAbsolutePath();
        }
    }
}
