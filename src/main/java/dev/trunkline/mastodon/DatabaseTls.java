package dev.trunkline.mastodon;

import dev.trunkline.tls.CertificateFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * TLS to PostgreSQL. As in Mastodon's server every mode but {@code disable} and {@code no-verify} verifies certificate chain
 * and host name; no mode falls back to a weaker one. Over a Unix socket there is no TLS, whatever the mode.
 */
final class DatabaseTls {

    private static final String PREFIX = "quarkus.datasource.reactive.";
    private static final Set<String> VERIFYING = Set.of("allow", "prefer", "require", "verify-ca", "verify-full");

    private DatabaseTls() {}

    /** {@code DB_SSLMODE}; null if it is unset. */
    static Part ofMode(@Nullable String mode, String host) {
        return mode(Variable.DB_SSLMODE, mode == null ? "" : mode, host);
    }

    /** The parameters {@code sslmode}, {@code sslrootcert}, {@code sslcert}, {@code sslkey} and {@code ssl} of a URL. */
    static Part ofUrl(Map<String, String> query, String host) {
        String mode = query.get("sslmode");
        if (mode == null) {
            boolean wanted = Set.of("true", "1").contains(query.getOrDefault("ssl", "")) || hasFile(query);
            mode = wanted ? "verify-full" : "";
        }
        Part part = mode(Variable.DATABASE_URL, mode, host);
        return isPlain(mode, host) ? part : part.and(authorities(query)).and(clientCertificate(query));
    }

    private static boolean hasFile(Map<String, String> query) {
        return query.containsKey("sslrootcert") || query.containsKey("sslcert") || query.containsKey("sslkey");
    }

    private static boolean isPlain(String mode, String host) {
        return mode.isEmpty() || mode.equals("disable") || host.startsWith("/");
    }

    private static Part mode(Variable source, String mode, String host) {
        boolean verifying = VERIFYING.contains(mode);
        if (!verifying && !Set.of("", "disable", "no-verify").contains(mode)) {
            throw new WrongValue(
                    source,
                    "'" + mode + "' is no sslmode; disable, no-verify, require, verify-ca and verify-full are some");
        }
        if (isPlain(mode, host)) {
            return Part.property(source, PREFIX + "postgresql.ssl-mode", "disable");
        }
        return Part.property(source, PREFIX + "postgresql.ssl-mode", "require")
                .and(
                        verifying
                                ? Part.property(source, PREFIX + "hostname-verification-algorithm", "HTTPS")
                                : Part.property(source, PREFIX + "trust-all", "true"));
    }

    private static Part authorities(Map<String, String> query) {
        String file = query.getOrDefault("sslrootcert", "");
        if (file.isEmpty() || file.equals("system")) {
            return Part.NONE;
        }
        WrongValue.check(Variable.DATABASE_URL, () -> CertificateFile.read(Path.of(file)));
        return ofUrl("trust-certificate-pem", "true").and(ofUrl("trust-certificate-pem.certs", listed(file)));
    }

    private static Part clientCertificate(Map<String, String> query) {
        String certificate = query.getOrDefault("sslcert", "");
        String key = query.getOrDefault("sslkey", "");
        if (certificate.isEmpty() != key.isEmpty()) {
            throw new WrongValue(
                    Variable.DATABASE_URL, "sslcert and sslkey belong together, and one of them is missing");
        }
        if (certificate.isEmpty()) {
            return Part.NONE;
        }
        WrongValue.check(Variable.DATABASE_URL, () -> CertificateFile.read(Path.of(certificate)));
        WrongValue.check(Variable.DATABASE_URL, () -> CertificateFile.requireReadable(Path.of(key)));
        return ofUrl("key-certificate-pem", "true")
                .and(ofUrl("key-certificate-pem.certs", listed(certificate)))
                .and(ofUrl("key-certificate-pem.keys", listed(key)));
    }

    private static Part ofUrl(String property, String value) {
        return Part.property(Variable.DATABASE_URL, PREFIX + property, value);
    }

    /** The file as the only entry of a list: a comma would begin another entry. */
    private static String listed(String file) {
        return file.replace("\\", "\\\\").replace(",", "\\,");
    }
}
