package dev.trunkline.deploy;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A strict API server would accept every manifest, and {@link Manifests} is as strict. */
class ManifestsTest {

    private static final Path KNATIVE = Path.of("deploy", "knative", "service.yaml");

    static List<Path> manifests() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("deploy"))) {
            List<Path> manifests = files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> Stream.of("knative", "kubernetes")
                            .anyMatch(folder -> file.startsWith(Path.of("deploy", folder))))
                    .sorted()
                    .toList();
            assertTrue(manifests.size() >= 10, () -> "Only " + manifests);
            return manifests;
        }
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void isAccepted(Path file) {
        KubernetesResource manifest = Manifests.read(file);
        assertEquals(
                Manifests.tree(file).path("kind").asText(), manifest.getClass().getSimpleName());
    }

    /** Typical mistakes. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "timeoutSeconds: 600            | timeoutSecond: 600",
                "containerConcurrency: 0        | containerConcurrency: none",
                "containerConcurrency: 0        | containerConcurrency: '0'",
                "enableServiceLinks: false      | enableServiceLinks: 'false'",
                "min-scale: \"0\"               | min-scale: 0",
                "readOnlyRootFilesystem: true   | readOnlyRootFileSystem: true",
                "containerPort: 4000            | containerPort: 4000\\n              port: 4000",
                "timeoutSeconds: 600            | timeoutSeconds: 600\\n      timeoutSeconds: 600",
                "path: /q/health/ready          | uri: /q/health/ready",
                "kind: Service                  | kind: Services",
                "key: REDIS_URL                 | name: REDIS_URL",
                "memory: 192Mi                  | memory: [192Mi]",
            })
    void mistakesAreErrors(String right, String wrong) throws IOException {
        String manifest = Files.readString(KNATIVE);
        assertDoesNotThrow(() -> Manifests.parse(manifest));
        assertTrue(manifest.contains(right), () -> "The manifest has no " + right);
        String slip = manifest.replace(right, wrong.replace("\\n", "\n"));
        assertThrows(JsonProcessingException.class, () -> Manifests.parse(slip));
    }
}
