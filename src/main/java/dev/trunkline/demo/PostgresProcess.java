package dev.trunkline.demo;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** The embedded PostgreSQL, with a role and an empty database named like Mastodon's. Its data survives stop and start. */
public final class PostgresProcess extends ServerProcess {

    static final String EXECUTABLE = "postgres";

    private static final String SUPERUSER = "postgres";
    private static final String USER = "mastodon";
    private static final String PASSWORD = "mastodon";
    private static final String DATABASE = "mastodon_development";

    /** The cluster's owner needs no password; all others authenticate with SCRAM, as in real installations. */
    private static final List<String> ACCESS = List.of(
            "local all all trust",
            "host all " + SUPERUSER + " 127.0.0.1/32 trust",
            "host all " + SUPERUSER + " ::1/128 trust",
            "host all all 127.0.0.1/32 scram-sha-256");

    private final Path directory;
    private @Nullable EmbeddedPostgres server;

    PostgresProcess(Path directory, int port) {
        super(EXECUTABLE, port, pidFile(directory));
        this.directory = directory;
    }

    static Path pidFile(Path directory) {
        return data(directory).resolve("postmaster.pid");
    }

    static Path data(Path directory) {
        return directory.resolve("data");
    }

    static Path log(Path directory) {
        return directory.resolve("postgres.log");
    }

    public String user() {
        return USER;
    }

    public String password() {
        return PASSWORD;
    }

    public String database() {
        return DATABASE;
    }

    /** A value of {@code DATABASE_URL}. */
    public String url() {
        return "postgresql://" + USER + ":" + PASSWORD + "@" + host() + ":" + port() + "/" + DATABASE;
    }

    /** A value of {@code quarkus.datasource.reactive.url}, which holds neither user nor password. */
    public String reactiveUrl() {
        return "postgresql://" + host() + ":" + port() + "/" + DATABASE;
    }

    /** The folder of its Unix socket, which clients accept in place of a host. */
    public Path socketDirectory() {
        return directory;
    }

    /** A JDBC connection to the database as {@link #user()}. */
    public Connection connect() throws SQLException {
        return connect(USER, DATABASE);
    }

    private Connection connect(String user, String database) throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {host()});
        source.setPortNumbers(new int[] {port()});
        source.setDatabaseName(database);
        source.setUser(user);
        source.setPassword(PASSWORD);
        return source.getConnection();
    }

    @Override
    public synchronized void start() throws IOException {
        if (isRunning()) {
            return;
        }
        // If it was killed from outside, this side still holds resources.
        stop();
        File log = log(directory).toFile();
        boolean fresh = !Files.exists(data(directory));
        EmbeddedPostgres started;
        try {
            started = EmbeddedPostgres.builder()
                    .setPort(port())
                    .setDataDirectory(data(directory))
                    .setDataDirectoryCustomizer(PostgresProcess::restrictAccess)
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setServerConfig("listen_addresses", host())
                    .setServerConfig("unix_socket_directories", directory.toString())
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .setOutputRedirector(Redirect.appendTo(log))
                    .setErrorRedirector(Redirect.appendTo(log))
                    .start();
        } catch (IllegalStateException e) {
            throw new IOException("PostgreSQL did not start on port " + port() + ": " + log(log), e);
        }
        if (!isRunning()) {
            throw new IOException("PostgreSQL did not start on port " + port() + ": " + log(log));
        }
        server = started;
        if (fresh) {
            createDatabase();
        }
    }

    @Override
    public synchronized void stop() throws IOException {
        if (server != null) {
            if (isRunning()) {
                resume();
            }
            server.close();
            server = null;
        }
    }

    private void createDatabase() throws IOException {
        try (Connection connection = connect(SUPERUSER, SUPERUSER);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE " + USER + " LOGIN CREATEDB PASSWORD '" + PASSWORD + "'");
            statement.execute("CREATE DATABASE " + DATABASE + " OWNER " + USER);
        } catch (SQLException e) {
            throw new IOException("The database could not be created", e);
        }
    }

    private static void restrictAccess(File data) {
        try {
            Files.write(data.toPath().resolve("pg_hba.conf"), ACCESS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String log(File log) {
        try {
            return Files.readString(log.toPath());
        } catch (IOException e) {
            return "no log";
        }
    }
}
