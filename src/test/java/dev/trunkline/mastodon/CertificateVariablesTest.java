package dev.trunkline.mastodon;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** EnvironmentVariables and parameters that name files of certificates; the files are read. */
class CertificateVariablesTest {

    private static final String PREFIX = "quarkus.datasource.reactive.";

    @TempDir
    private Path folder = Path.of("");

    private Path certificate = Path.of("");

    /** Any certificate: one of the JDK's authorities. */
    @BeforeEach
    void write() throws GeneralSecurityException, IOException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        byte[] encoded = ((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers()[0].getEncoded();
        String pem = "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(encoded)
                + "\n-----END CERTIFICATE-----\n";
        certificate = Files.writeString(folder.resolve("a,b.pem"), pem);
    }

    private static Translation of(String variable, String value) {
        return Translation.of(Map.of(variable, value));
    }

    @Test
    void extraAuthorities() {
        Translation translation = of("NODE_EXTRA_CA_CERTS", certificate.toString());
        assertEquals(List.of(), translation.faults());
        assertEquals(Map.of("trunkline.extra-ca-certs", certificate.toString()), translation.properties());
    }

    @Test
    void authoritiesAndKeyOfADatabase() throws IOException {
        Path key = Files.writeString(folder.resolve("key.pem"), "a key");
        Translation translation = of(
                "DATABASE_URL",
                "postgres://u@db/m?sslmode=verify-full&sslrootcert=" + certificate + "&sslcert=" + certificate
                        + "&sslkey=" + key);
        assertEquals(List.of(), translation.faults());
        Map<String, String> found = translation.properties();
        // A comma separates files.
        String listed = certificate.toString().replace(",", "\\,");
        assertEquals("require", found.get(PREFIX + "postgresql.ssl-mode"));
        assertEquals("HTTPS", found.get(PREFIX + "hostname-verification-algorithm"));
        assertEquals("true", found.get(PREFIX + "trust-certificate-pem"));
        assertEquals(listed, found.get(PREFIX + "trust-certificate-pem.certs"));
        assertEquals("true", found.get(PREFIX + "key-certificate-pem"));
        assertEquals(listed, found.get(PREFIX + "key-certificate-pem.certs"));
        assertEquals(key.toString(), found.get(PREFIX + "key-certificate-pem.keys"));
    }

    /** For PostgreSQL's own clients a file of authorities makes {@code require} verify the chain, but no name. */
    @ParameterizedTest
    @ValueSource(strings = {"require", "verify-ca"})
    void authoritiesWithLibpqsMeaningOfTheModes(String mode) {
        Translation translation = of(
                "DATABASE_URL",
                "postgres://u@db/m?uselibpqcompat=true&sslmode=" + mode + "&sslrootcert=" + certificate);
        assertEquals(List.of(), translation.faults());
        Map<String, String> found = translation.properties();
        assertEquals("require", found.get(PREFIX + "postgresql.ssl-mode"));
        assertNull(found.get(PREFIX + "hostname-verification-algorithm"));
        assertNull(found.get(PREFIX + "trust-all"));
        assertEquals(certificate.toString().replace(",", "\\,"), found.get(PREFIX + "trust-certificate-pem.certs"));
    }

    @Test
    void authoritiesOfLibpqsVariable() {
        for (String other :
                List.of("DB_SSLMODE=verify-full", "PGSSLMODE=require", "DB_SSLMODE=no-verify", "DB_HOST=x")) {
            String[] variable = other.split("=", 2);
            Translation translation =
                    Translation.of(Map.of("PGSSLROOTCERT", certificate.toString(), variable[0], variable[1]));
            assertEquals(List.of(), translation.faults());
            assertEquals(
                    other.matches("DB_SSLMODE=no-verify|DB_HOST=x")
                            ? null
                            : certificate.toString().replace(",", "\\,"),
                    translation.properties().get(PREFIX + "trust-certificate-pem.certs"),
                    other);
        }
    }

    @Test
    void damagedFile() throws IOException {
        Files.writeString(certificate, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        List<String> faults = of("NODE_EXTRA_CA_CERTS", certificate.toString()).faults();
        assertEquals(1, faults.size(), faults.toString());
        assertTrue(faults.get(0).startsWith("NODE_EXTRA_CA_CERTS: the file " + certificate), faults.toString());
    }
}
