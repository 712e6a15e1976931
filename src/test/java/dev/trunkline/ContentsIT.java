package dev.trunkline;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.Trunkline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The artefact contains the server and neither the demo nor a library of the tests, judged by class names: text in the native
 * executable, entries in the jars. To list ours in the executable:
 * {@code strings -n 8 target/*-runner | grep '^dev\.trunkline\.'}.
 */
class ContentsIT {

    private static final String NAMES = names();

    @Test
    void containsTheServer() {
        for (String name : List.of("dev.trunkline.fanout.", "dev.trunkline.audience.", "com.ongres.scram.")) {
            assertTrue(NAMES.contains(name), name);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev.trunkline.demo.",
                "dev.trunkline.harness.",
                "dev.trunkline.bench.",
                "redis.embedded.",
                "io.zonky.test.db.",
                "org.postgresql.",
                "org.apache.commons.compress.",
                "org.tukaani.xz.",
                "org.junit.",
                "io.restassured.",
                "org.awaitility.",
                "net.jqwik."
            })
    void doesNotContain(String name) {
        assertFalse(NAMES.contains(name), name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo/schema.sql", "META-INF/resources/index.html"})
    void doesNotContainResource(String path) {
        assertFalse(NAMES.contains(path.replace('/', '.')), path);
        assertFalse(NAMES.contains(path), path);
    }

    private static String names() {
        try {
            Path artefact = Trunkline.artefact();
            return Trunkline.isNative() ? Files.readString(artefact, ISO_8859_1) : entries(artefact);
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static String entries(Path directory) throws IOException {
        StringBuilder names = new StringBuilder();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path jar :
                    files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                try (ZipFile zip = new ZipFile(jar.toFile())) {
                    names.append(zip.stream()
                            .map(entry -> entry.getName().replace('/', '.'))
                            .collect(Collectors.joining("\n", "", "\n")));
                }
            }
        }
        return names.toString();
    }
}
