package dev.trunkline.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trunkline.harness.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The sums and the list of components that a release has beside its packages. */
@NeedsPackages
@Tag("release")
class ReleaseFilesIT {

    private static Set<String> files() throws Exception {
        try (Stream<Path> files = Files.list(Packages.FOLDER)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void everyFileHasItsSum() throws Exception {
        Path sums = Packages.find("trunkline-.*\\.sha256");
        Set<String> summed = Files.readAllLines(sums).stream()
                .map(line -> line.replaceFirst("^[0-9a-f]{64} [ *]", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> files = files();
        files.remove(sums.getFileName().toString());
        assertEquals(files, summed);
        Tool check = Tool.run(Packages.FOLDER, "sha256sum", "--check", "--strict", sums.toString());
        assertEquals(0, check.status(), check::output);
    }

    /** Every library of the JVM's form is in the list, and the demo's servers are marked as not needed. */
    @Test
    void theListHasEveryLibrary() throws Exception {
        JsonNode bom = new ObjectMapper()
                .readTree(Packages.find("trunkline-.*\\.cdx\\.json").toFile());
        assertEquals("CycloneDX", bom.path("bomFormat").asText());
        Set<String> required = new TreeSet<>();
        Set<String> optional = new TreeSet<>();
        for (JsonNode component : bom.path("components")) {
            (component.path("scope").asText().equals("required") ? required : optional)
                    .add(component.path("group").asText() + "."
                            + component.path("name").asText() + "-"
                            + component.path("version").asText());
        }
        Set<String> libraries;
        try (Stream<Path> files = Files.walk(Path.of("target", "dist-jvm", "lib"))) {
            libraries = files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".jar"))
                    .map(file -> file.substring(0, file.length() - ".jar".length()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        assertTrue(libraries.size() > 100, libraries::toString);
        // A classifier may follow the version.
        libraries.removeIf(library -> required.stream()
                .anyMatch(component -> library.equals(component) || library.startsWith(component + "-")));
        assertEquals(Set.of(), libraries);
        assertTrue(optional.stream().anyMatch(component -> component.contains("embedded-redis")), optional::toString);
    }
}
