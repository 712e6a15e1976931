package dev.trunkline.mastodon;

import dev.trunkline.tls.CertificateFile;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** TLS to PostgreSQL, as a {@link TlsMode} says, with the authorities and the client's certificate that are given in files. */
final class DatabaseTls {

    private static final String PREFIX = "quarkus.datasource.reactive.";

    /** Stands for the authorities that are trusted anyway. */
    private static final String SYSTEM = "system";

    private final @Nullable Given said;
    private final @Nullable Given authorities;
    private final @Nullable Given certificate;
    private final @Nullable Given key;
    private final boolean likeLibpq;

    private DatabaseTls(Environment environment, DatabaseServer server) {
        Map<String, String> query = server.query();
        this.said = said(environment, server);
        this.authorities = file(environment, query, "sslrootcert", Variable.PGSSLROOTCERT);
        this.certificate = file(environment, query, "sslcert", Variable.PGSSLCERT);
        this.key = file(environment, query, "sslkey", Variable.PGSSLKEY);
        this.likeLibpq = query.getOrDefault("uselibpqcompat", "").equals("true");
    }

    private static @Nullable Given file(
            Environment environment, Map<String, String> query, String parameter, Variable variable) {
        Given file = Given.parameter(query, parameter);
        return file == null ? Given.of(environment, variable) : file;
    }

    static Part translate(Environment environment, DatabaseServer server) {
        boolean anySaid = server.source() != null || environment.has(Variable.PGSSLMODE);
        return anySaid ? new DatabaseTls(environment, server).properties(server) : Part.NONE;
    }

    /** The mode that is asked for, in the words of {@code sslmode}; null if nothing asks for one. */
    private static @Nullable Given said(Environment environment, DatabaseServer server) {
        Map<String, String> query = server.query();
        Given own = server.source() == Variable.DATABASE_URL
                ? Given.parameter(query, "sslmode")
                : Given.of(environment, Variable.DB_SSLMODE);
        if (own == null) {
            own = ssl(Given.parameter(query, "ssl"));
        }
        if (own == null && query.keySet().stream().anyMatch(DatabaseTls::isFile)) {
            own = new Given(Variable.DATABASE_URL, "verify-full");
        }
        return own == null ? Given.of(environment, Variable.PGSSLMODE) : own;
    }

    private static @Nullable Given ssl(@Nullable Given parameter) {
        return parameter == null
                ? null
                : new Given(
                        parameter.source(),
                        switch (parameter.value()) {
                            case "true", "1" -> "require";
                            case "false", "0" -> "disable";
                            default -> parameter.value();
                        });
    }

    private static boolean isFile(String parameter) {
        return parameter.equals("sslrootcert") || parameter.equals("sslcert") || parameter.equals("sslkey");
    }

    private TlsMode mode() {
        if (said == null) {
            return TlsMode.PLAIN;
        }
        return likeLibpq ? TlsMode.ofLibpq(said, authorities != null, isSystem()) : TlsMode.ofNode(said);
    }

    private boolean isSystem() {
        return authorities != null && authorities.value().equals(SYSTEM);
    }

    private Part properties(DatabaseServer server) {
        Variable source = said == null ? Variable.DATABASE_URL : said.source();
        TlsMode mode = mode();
        // Over a Unix socket there is no TLS, whatever the mode.
        if (mode == TlsMode.PLAIN || server.isUnixSocket()) {
            return Part.property(source, PREFIX + "postgresql.ssl-mode", "disable");
        }
        if (said != null && mode == TlsMode.FULL && server.host().contains("_")) {
            throw new WrongValue(
                    source,
                    "'" + said.value() + "' cannot be had: '" + server.host()
                            + "' has an underscore, and Java verifies no certificate for such a name; an alias, or"
                            + " no-verify, would do");
        }
        Part encrypted = Part.property(source, PREFIX + "postgresql.ssl-mode", "require");
        Part verified =
                switch (mode) {
                    case UNVERIFIED -> Part.property(source, PREFIX + "trust-all", "true");
                    case FULL ->
                        authorities().and(Part.property(source, PREFIX + "hostname-verification-algorithm", "HTTPS"));
                    default -> authorities();
                };
        return encrypted.and(verified).and(clientCertificate());
    }

    private Part authorities() {
        if (authorities == null || isSystem()) {
            return Part.NONE;
        }
        Given file = authorities;
        Path path = WrongValue.path(file.source(), file.value());
        WrongValue.check(file.source(), () -> CertificateFile.read(path));
        return property(file, "trust-certificate-pem", "true")
                .and(property(file, "trust-certificate-pem.certs", listed(file.value())));
    }

    private Part clientCertificate() {
        Given own = certificate;
        Given secret = key;
        if (own == null && secret == null) {
            return Part.NONE;
        }
        if (own == null || secret == null) {
            throw new WrongValue(
                    own == null ? Variable.PGSSLKEY : own.source(),
                    "sslcert and sslkey belong together, and one of them is missing");
        }
        Path ownPath = WrongValue.path(own.source(), own.value());
        Path secretPath = WrongValue.path(secret.source(), secret.value());
        WrongValue.check(own.source(), () -> CertificateFile.read(ownPath).decodeAll());
        WrongValue.check(secret.source(), () -> CertificateFile.requireReadable(secretPath));
        return property(own, "key-certificate-pem", "true")
                .and(property(own, "key-certificate-pem.certs", listed(own.value())))
                .and(property(secret, "key-certificate-pem.keys", listed(secret.value())));
    }

    private static Part property(Given given, String property, String value) {
        return Part.property(given.source(), PREFIX + property, value);
    }

    /** The file as the only entry of a list: a comma would begin another entry. */
    private static String listed(String file) {
        return file.replace("\\", "\\\\").replace(",", "\\,");
    }
}
