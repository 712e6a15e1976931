package dev.trunkline.mastodon;

/**
 * The password for PostgreSQL: the URL's, {@code DB_PASS}, {@code PGPASSWORD}, else the one of the password file. Without any
 * of them none is sent.
 */
final class DatabasePassword {

    private DatabasePassword() {}

    static Part translate(Environment environment, DatabaseServer server) {
        Given password = server.password();
        if (password == null) {
            password = Given.of(environment, Variable.DB_PASS);
        }
        if (password == null) {
            password = Given.of(environment, Variable.PGPASSWORD);
        }
        return password == null
                ? PasswordFile.translate(environment, server)
                : Part.property(password.source(), PasswordFile.PROPERTY, password.value());
    }
}
