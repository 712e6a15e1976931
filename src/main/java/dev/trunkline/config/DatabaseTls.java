package dev.trunkline.config;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Encryption to PostgreSQL. As in Mastodon's server every mode but {@code disable} and {@code no-verify} verifies chain and
 * host name; nothing falls back to less than what was asked for.
 */
final class DatabaseTls {

    private static final String PREFIX = "quarkus.datasource.reactive.";
    private static final Set<String> VERIFYING = Set.of("allow", "prefer", "require", "verify-ca", "verify-full");

    private DatabaseTls() {}

    static void ofMode(@Nullable String mode, String host, Translation to) {
        apply(Variable.DB_SSLMODE, mode, host, to);
    }

    /** {@code sslmode}, {@code sslrootcert}, {@code sslcert}, {@code sslkey} and {@code ssl}. */
    static void ofUrl(Map<String, String> query, String host, Translation to) {
        String mode = query.get("sslmode");
        if (mode == null && (Set.of("true", "1").contains(query.getOrDefault("ssl", "")) || hasFile(query))) {
            mode = "verify-full";
        }
        if (!apply(Variable.DATABASE_URL, mode, host, to)) {
            return;
        }
        String authorities = query.getOrDefault("sslrootcert", "");
        if (!authorities.isEmpty() && !authorities.equals("system")) {
            Certificates.require(Variable.DATABASE_URL, authorities);
            to.put(PREFIX + "trust-certificate-pem", "true");
            to.put(PREFIX + "trust-certificate-pem.certs", path(authorities));
        }
        String certificate = query.getOrDefault("sslcert", "");
        String key = query.getOrDefault("sslkey", "");
        if (certificate.isEmpty() != key.isEmpty()) {
            throw new WrongValue(
                    Variable.DATABASE_URL, "sslcert and sslkey belong together, and one of them is missing");
        }
        if (!certificate.isEmpty()) {
            Certificates.require(Variable.DATABASE_URL, certificate);
            Certificates.requireReadable(Variable.DATABASE_URL, key);
            to.put(PREFIX + "key-certificate-pem", "true");
            to.put(PREFIX + "key-certificate-pem.certs", path(certificate));
            to.put(PREFIX + "key-certificate-pem.keys", path(key));
        }
    }

    private static boolean hasFile(Map<String, String> query) {
        return query.containsKey("sslrootcert") || query.containsKey("sslcert") || query.containsKey("sslkey");
    }

    /** A comma would begin another file. */
    private static String path(String file) {
        return file.replace("\\", "\\\\").replace(",", "\\,");
    }

    /** Whether the connection is encrypted; over a Unix socket it never is. */
    private static boolean apply(Variable variable, @Nullable String mode, String host, Translation to) {
        String wanted = mode == null || mode.isEmpty() ? "disable" : mode;
        boolean plain = wanted.equals("disable");
        boolean verifying = VERIFYING.contains(wanted);
        if (!plain && !verifying && !wanted.equals("no-verify")) {
            throw new WrongValue(
                    variable,
                    "'" + wanted + "' is no sslmode; disable, no-verify, require, verify-ca and verify-full are some");
        }
        if (plain || host.startsWith("/")) {
            to.put(PREFIX + "postgresql.ssl-mode", "disable");
            return false;
        }
        to.put(PREFIX + "postgresql.ssl-mode", "require");
        if (verifying) {
            to.put(PREFIX + "hostname-verification-algorithm", "HTTPS");
        } else {
            to.put(PREFIX + "trust-all", "true");
        }
        return true;
    }
}
