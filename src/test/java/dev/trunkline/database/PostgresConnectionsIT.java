package dev.trunkline.database;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.demo.PostgresProcess;
import dev.trunkline.demo.Schema;
import dev.trunkline.harness.Certificate;
import dev.trunkline.harness.DependsOnJdk;
import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Connections to PostgreSQL with a password, over TLS and over a Unix socket (protocol, section 9). */
@WireTest(ownServers = true)
class PostgresConnectionsIT {

    /** The packaged server's connections; unlike the tests' own they have no application name. */
    private static final String OURS = " FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)"
            + " WHERE usename = 'mastodon' AND application_name = ''";

    private final Mastodon mastodon;

    @TempDir
    private Path folder = Path.of("");

    PostgresConnectionsIT(Mastodon mastodon) {
        this.mastodon = mastodon;
    }

    @Test
    void password() {
        // The embedded server demands SCRAM, as PostgreSQL does by default.
        assertConnects(false, Map.of());
        Map<String, String> parts = parts(mastodon.postgresServer().host());
        assertConnects(false, parts);
        assertRefused("28P01", with(parts, "DB_PASS", "wrong"));
    }

    @Test
    void passwordThatHasToBeEncoded() {
        PostgresProcess server = mastodon.postgresServer();
        ask("CREATE ROLE odd LOGIN PASSWORD 'p/?#@:%d' IN ROLE " + server.user());
        String url = "postgresql://odd:p%2F%3F%23%40%3A%25d@" + server.host() + ":" + server.port() + "/"
                + server.database();
        try (Trunkline trunkline = Trunkline.start(mastodon, List.of(), Map.of("DATABASE_URL", url))) {
            assertUnknownToken(trunkline);
            assertEquals("odd", ask("SELECT usename FROM pg_stat_activity WHERE usename = 'odd'"));
        } finally {
            ask("DROP ROLE odd");
        }
    }

    /**
     * A process without a locale: the harness passes none on. One of the two variables is Quarkus's own. The tables are in a
     * schema of which only the URL's options tell.
     */
    @Test
    void variablesThatAreNotAsciiAndASchemaOnTheSearchPath() throws SQLException {
        PostgresProcess server = mastodon.postgresServer();
        ask("CREATE ROLE \"akzént\" LOGIN PASSWORD 'pä€ss' IN ROLE " + server.user());
        ask("CREATE DATABASE schemed OWNER " + server.user());
        String address = server.host() + ":" + server.port() + "/schemed";
        try (Connection connection =
                        DriverManager.getConnection("jdbc:postgresql://" + address, server.user(), server.password());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA elsewhere");
            statement.execute("SET search_path = elsewhere");
            Schema.create(connection);
        }
        String url = "postgresql://" + address + "?options=-c%20search_path%3Delsewhere";
        try (Trunkline trunkline = Trunkline.startWithBytes(
                mastodon,
                Map.of("DATABASE_URL", url),
                Map.of(
                        "DB_PASS", "pä€ss".getBytes(StandardCharsets.UTF_8),
                        "QUARKUS_DATASOURCE_USERNAME", "akzént".getBytes(StandardCharsets.UTF_8)))) {
            assertUnknownToken(trunkline);
            assertEquals("schemed", ask("SELECT datname FROM pg_stat_activity WHERE usename = 'akzént'"));
        } finally {
            ask("DROP DATABASE schemed WITH (FORCE)");
            ask("DROP ROLE \"akzént\"");
        }
    }

    @Test
    void variablesOfLibpq() throws IOException {
        try (Certificate certificate = Certificate.of("dns:elsewhere.example")) {
            switchOn(certificate);
            Map<String, String> variables =
                    new HashMap<>(parts(mastodon.postgresServer().host()));
            variables.put("PGPASSWORD", String.valueOf(variables.remove("DB_PASS")));
            variables.put("PGSSLMODE", "no-verify");
            variables.put("PGOPTIONS", "-c application_name=by-options");
            try (Trunkline trunkline = Trunkline.start(mastodon, List.of(), variables)) {
                assertUnknownToken(trunkline);
                assertEquals(
                        "t",
                        ask("SELECT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)"
                                + " WHERE application_name = 'by-options' LIMIT 1"));
            }
        }
    }

    @Test
    @DependsOnJdk
    void clientCertificate() throws IOException {
        try (Certificate certificate = Certificate.of("ip:127.0.0.1,dns:localhost")) {
            // The server asks for a client certificate if it has authorities to verify it against.
            ask("ALTER SYSTEM SET ssl_ca_file = '" + certificate.file() + "'");
            switchOn(certificate);
            String own = "no-verify&sslcert=" + certificate.file() + "&sslkey=" + certificate.keyFile();
            try (Trunkline trunkline = Trunkline.start(mastodon, List.of(), url(own))) {
                assertUnknownToken(trunkline);
                await("its name").until(() -> ours("client_dn").startsWith("/CN="));
            }
        } finally {
            ask("ALTER SYSTEM RESET ssl_ca_file");
            switchOff();
        }
    }

    @Test
    @DependsOnJdk
    void unixSocket() {
        PostgresProcess server = mastodon.postgresServer();
        String folder = server.socketDirectory().toString();
        String encoded = URLEncoder.encode(folder, StandardCharsets.UTF_8);
        String url = "postgresql://" + server.user() + ":" + server.password() + "@" + encoded + ":" + server.port()
                + "/" + server.database();
        for (Map<String, String> variables : List.of(parts(folder), Map.of("DATABASE_URL", url))) {
            try (Trunkline trunkline = Trunkline.start(mastodon, List.of(), variables)) {
                assertTrue(trunkline.healthy());
                await("its connections").until(() -> ours("client_addr IS NULL").equals("true"));
            }
        }
    }

    @Test
    @DependsOnJdk
    void tls() throws IOException {
        try (Certificate certificate = Certificate.of("ip:127.0.0.1,dns:localhost")) {
            switchOn(certificate);
            assertConnects(true, url("no-verify"));
            assertConnects(true, with(parts(mastodon.postgresServer().host()), "DB_SSLMODE", "no-verify"));
            assertRefused("unable to find valid certification path", url("require"));
            String file = certificate.file().toString();
            assertConnects(true, with(url("verify-full"), "NODE_EXTRA_CA_CERTS", file));
            assertConnects(true, url("verify-full&sslrootcert=" + file));
        }
    }

    @Test
    @DependsOnJdk
    void tlsUnderAnotherName() throws IOException {
        try (Certificate certificate = Certificate.of("dns:elsewhere.example");
                Certificate other = Certificate.of("ip:127.0.0.1,dns:localhost")) {
            switchOn(certificate);
            // PostgreSQL's own meaning of the mode, and its file of passwords.
            PostgresProcess server = mastodon.postgresServer();
            Path passwords = Files.writeString(folder.resolve("passwords"), "*:*:*:*:" + server.password() + "\n");
            Files.setPosixFilePermissions(passwords, PosixFilePermissions.fromString("rw-------"));
            String url = "postgresql://" + server.user() + "@" + server.host() + ":" + server.port() + "/"
                    + server.database() + "?uselibpqcompat=true&sslmode=require";
            Map<String, String> file = Map.of("PGPASSFILE", passwords.toString());
            assertConnects(true, with(file, "DATABASE_URL", url));
            assertConnects(true, with(file, "DATABASE_URL", url + "&sslrootcert=" + certificate.file()));
            assertRefused("PKIX path", with(file, "DATABASE_URL", url + "&sslrootcert=" + other.file()));
            assertRefused(
                    "No subject alternative names",
                    with(
                            url("verify-full"),
                            "NODE_EXTRA_CA_CERTS",
                            certificate.file().toString()));
        }
    }

    @Test
    void tlsOnAServerWithoutTls() throws IOException {
        switchOff();
        assertRefused("Postgres Server does not handle SSL connection", url("no-verify"));
    }

    private void switchOn(Certificate certificate) {
        ask("ALTER SYSTEM SET ssl_cert_file = '" + certificate.file() + "'");
        ask("ALTER SYSTEM SET ssl_key_file = '" + certificate.keyFile() + "'");
        ask("ALTER SYSTEM SET ssl = on");
        ask("SELECT pg_reload_conf()");
        await("TLS").until(() -> certificate.file().toString().equals(ask("SHOW ssl_cert_file")));
    }

    private void switchOff() {
        ask("ALTER SYSTEM SET ssl = off");
        ask("SELECT pg_reload_conf()");
        await("no TLS").until(() -> "off".equals(ask("SHOW ssl")));
    }

    /** The first value of a query's result, asked by the cluster's owner over a connection of its own. */
    private String ask(String sql) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {mastodon.postgresServer().host()});
        source.setPortNumbers(new int[] {mastodon.postgresServer().port()});
        source.setDatabaseName("postgres");
        source.setUser("postgres");
        source.setSslMode("disable");
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            ResultSet rows = statement.getResultSet();
            return rows.next() ? rows.getString(1) : "";
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The distinct values of an expression over the server's connections, some of which may be a previous server's. */
    private String ours(String what) {
        return String.valueOf(ask("SELECT string_agg(DISTINCT (" + what + ")::text, ' ')" + OURS));
    }

    private Map<String, String> url(String sslmode) {
        return Map.of("DATABASE_URL", mastodon.postgresServer().url() + "?sslmode=" + sslmode);
    }

    private Map<String, String> parts(String host) {
        PostgresProcess server = mastodon.postgresServer();
        return Map.of(
                // The harness sets one, which would take precedence.
                "DATABASE_URL", "",
                "DB_HOST", host,
                "DB_PORT", Integer.toString(server.port()),
                "DB_NAME", server.database(),
                "DB_USER", server.user(),
                "DB_PASS", server.password());
    }

    private static Map<String, String> with(Map<String, String> variables, String name, String value) {
        Map<String, String> more = new HashMap<>(variables);
        more.put(name, value);
        return more;
    }

    private void assertConnects(boolean encrypted, Map<String, String> variables) {
        try (Trunkline trunkline = Trunkline.start(mastodon, List.of(), variables)) {
            assertUnknownToken(trunkline);
            await("its connections").until(() -> ours("ssl").equals(Boolean.toString(encrypted)));
        }
    }

    /** The server has to ask PostgreSQL to know that the token is unknown. */
    private static void assertUnknownToken(Trunkline trunkline) {
        assertEquals(
                401,
                trunkline
                        .get("/api/v1/streaming/user?access_token=unknown")
                        .answer()
                        .status());
    }

    private void assertRefused(String reason, Map<String, String> variables) {
        try (Trunkline trunkline = Trunkline.launch(mastodon, List.of(), variables)) {
            trunkline.awaitLog(reason);
            assertFalse(trunkline.healthy());
        }
    }
}
