package dev.trunkline.mastodon;

import java.util.Map;
import java.util.OptionalInt;

/**
 * Mastodon's PostgreSQL: {@code DATABASE_URL}, else {@code DB_HOST} and the like; {@code DB_PASS} also fills a URL without a
 * password. libpq's variables count where these say nothing, as in node-postgres.
 */
final class DatabaseVariables {

    private static final String POOL_SIZE = "quarkus.datasource.reactive.max-size";

    static final Map<String, String> DEFAULTS = Map.of(
            "quarkus.datasource.reactive.url",
            DatabaseServer.DEFAULT.url(),
            "quarkus.datasource.username",
            DatabaseServer.DEFAULT_USER,
            POOL_SIZE,
            "10");

    private static final int MAX_CONNECTIONS = 10_000;

    private DatabaseVariables() {}

    static Part pool(Environment environment) {
        OptionalInt connections = environment.number(Variable.DB_POOL, 1, MAX_CONNECTIONS);
        return connections.isEmpty()
                ? Part.NONE
                : Part.property(Variable.DB_POOL, POOL_SIZE, Integer.toString(connections.getAsInt()));
    }

    static Part server(Environment environment) {
        DatabaseServer server = DatabaseServer.of(environment);
        return server.properties()
                .and(DatabasePassword.translate(environment, server))
                .and(options(environment, server))
                .and(unreadMode(environment, server))
                .and(DatabaseTls.translate(environment, server));
    }

    /** Options for the session, such as {@code -c search_path=…}; PostgreSQL reads them when a connection is opened. */
    private static Part options(Environment environment, DatabaseServer server) {
        Given options = Given.parameter(server.query(), "options");
        if (options == null) {
            options = Given.of(environment, Variable.PGOPTIONS);
        }
        return options == null
                ? Part.NONE
                : Part.property(
                        options.source(), "quarkus.datasource.reactive.additional-properties.options", options.value());
    }

    private static Part unreadMode(Environment environment, DatabaseServer server) {
        return server.source() == Variable.DATABASE_URL
                        && environment.has(Variable.DB_SSLMODE)
                        && !server.query().containsKey("sslmode")
                ? Part.warning(
                        "DB_SSLMODE is not read beside DATABASE_URL, which has a parameter of its own for it: sslmode")
                : Part.NONE;
    }
}
