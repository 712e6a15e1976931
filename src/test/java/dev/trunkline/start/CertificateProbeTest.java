package dev.trunkline.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.harness.Certificate;
import dev.trunkline.mastodon.Translation;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateProbeTest {

    @TempDir
    private Path folder = Path.of("");

    private static List<Finding> findings(Map<String, String> variables) {
        Translation translation = Translation.of(variables);
        assertEquals(List.of(), translation.faults());
        return CertificateProbe.findings(
                new SmallRyeConfigBuilder()
                        .withSources(new PropertiesConfigSource(translation.properties(), "Mastodon", 1))
                        .build(),
                translation);
    }

    @Test
    void whatAStartDoesNotDecode() throws IOException {
        try (Certificate certificate = Certificate.of("dns:server.example")) {
            String whole = Files.readString(certificate.file());
            // Its length and its beginning stay right.
            String damaged = whole.substring(0, 60) + "AAAAAAAA" + whole.substring(68);
            Path good = Files.writeString(folder.resolve("good,1.pem"), whole + whole);
            Path bad = Files.writeString(folder.resolve("bad.pem"), damaged);
            List<Finding> findings = findings(Map.of(
                    "NODE_EXTRA_CA_CERTS",
                    bad.toString(),
                    "DATABASE_URL",
                    "postgres://u@db/m?sslmode=verify-full&sslrootcert=" + good));
            assertEquals(Finding.ok("DATABASE_URL: the file " + good + " holds 2 certificates"), findings.get(1));
            assertTrue(findings.get(0).isFault());
            assertTrue(findings.get(0).text().startsWith("NODE_EXTRA_CA_CERTS: the file " + bad), findings.toString());
        }
    }
}
