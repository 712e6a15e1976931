package dev.trunkline.mastodon;

/**
 * The password for PostgreSQL: the URL's, {@code DB_PASS}, {@code PGPASSWORD}, else the one of the password file. Without any
 * of them none is sent.
 */
final class DatabasePassword {

    /** Quarkus's own setting of the server, which counts before Mastodon's. */
    private static final String URL = "quarkus.datasource.reactive.url";

    private DatabasePassword() {}

    private static boolean namesItsServer(Environment environment) {
        return environment.has(VariableName.of(URL)) || System.getProperty(URL) != null;
    }

    static Part translate(Environment environment, DatabaseServer server) {
        Given password = server.password();
        if (password == null) {
            password = Given.of(environment, Variable.DB_PASS);
        }
        if (password == null) {
            password = Given.of(environment, Variable.PGPASSWORD);
        }
        if (password != null) {
            return Part.property(password.source(), PasswordFile.PROPERTY, password.value());
        }
        // A line of the file is for its host alone, and another server is named where this cannot see its name.
        return namesItsServer(environment) ? Part.NONE : PasswordFile.translate(environment, server);
    }
}
