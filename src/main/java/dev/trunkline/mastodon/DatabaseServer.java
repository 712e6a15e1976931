package dev.trunkline.mastodon;

import dev.trunkline.config.ServerUrl;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where Mastodon's PostgreSQL is, and as whom to log in: {@code DATABASE_URL}, and libpq's variables for what it leaves out;
 * else {@code DB_HOST} and the like. A host that begins with a slash is the folder of a Unix socket.
 *
 * @param source the variable that names it; null if none does, and all are the defaults
 * @param user null if none is named
 * @param query the parameters of the URL; none without a URL
 * @param password of the URL; null if it has none
 */
record DatabaseServer(
        @Nullable Variable source,
        String host,
        int port,
        String database,
        @Nullable String user,
        Map<String, String> query,
        @Nullable Given password) {

    static final DatabaseServer DEFAULT =
            new DatabaseServer(null, "localhost", 5432, "mastodon_production", null, Map.of(), null);

    static final String DEFAULT_USER = "mastodon";

    private static final int HIGHEST_PORT = 65535;

    private static final Set<String> SCHEMES = Set.of("postgres", "postgresql");
    private static final String EXAMPLE = "; postgresql://user:password@host:5432/database would be right";

    /** The parameters of the URL that are read. */
    private static final Set<String> PARAMETERS = Set.of(
            "host",
            "port",
            "user",
            "password",
            "dbname",
            "options",
            "ssl",
            "sslmode",
            "sslrootcert",
            "sslcert",
            "sslkey",
            "uselibpqcompat");

    /** Over a Unix socket there is no TLS. */
    boolean isUnixSocket() {
        return host.startsWith("/");
    }

    /** The URL that the driver reads. */
    String url() {
        return "postgresql://" + ServerUrl.encode(host) + ":" + port + "/" + ServerUrl.encode(database);
    }

    static DatabaseServer of(Environment environment) {
        String url = environment.value(Variable.DATABASE_URL);
        if (url != null) {
            return ofUrl(UrlVariable.read(Variable.DATABASE_URL, url, SCHEMES, EXAMPLE), environment);
        }
        boolean anySet = environment.hasAny(
                Variable.DB_HOST,
                Variable.DB_PORT,
                Variable.DB_NAME,
                Variable.DB_USER,
                Variable.DB_PASS,
                Variable.DB_SSLMODE);
        return anySet ? ofParts(environment) : DEFAULT;
    }

    private static DatabaseServer ofParts(Environment environment) {
        return new DatabaseServer(
                Variable.DB_HOST,
                environment.value(Variable.DB_HOST, DEFAULT.host),
                environment.port(Variable.DB_PORT).orElse(DEFAULT.port),
                environment.value(Variable.DB_NAME, DEFAULT.database),
                environment.value(Variable.DB_USER, DEFAULT_USER),
                Map.of(),
                null);
    }

    private static DatabaseServer ofUrl(ServerUrl url, Environment environment) {
        Map<String, String> query = url.query();
        String user = first(query.get("user"), url.user(), environment.value(Variable.PGUSER), "");
        // Every client of PostgreSQL takes the user's name for that of the database.
        String database = first(
                url.path().startsWith("/") ? url.path().substring(1) : url.path(),
                query.get("dbname"),
                environment.value(Variable.PGDATABASE),
                user);
        if (database.isEmpty()) {
            throw new WrongValue(Variable.DATABASE_URL, "names no database" + EXAMPLE);
        }
        return new DatabaseServer(
                Variable.DATABASE_URL,
                first(query.get("host"), url.host(), environment.value(Variable.PGHOST), DEFAULT.host),
                port(url, environment),
                database,
                user.isEmpty() ? null : user,
                query,
                Given.of(Variable.DATABASE_URL, first(query.get("password"), url.password(), "")));
    }

    private static int port(ServerUrl url, Environment environment) {
        String parameter = url.query().getOrDefault("port", "");
        if (!parameter.isEmpty()) {
            int port = parameter.matches("\\d{1,5}") ? Integer.parseInt(parameter) : 0;
            if (port < 1 || port > HIGHEST_PORT) {
                throw new WrongValue(
                        Variable.DATABASE_URL, "the parameter port is no number from 1 to " + HIGHEST_PORT);
            }
            return port;
        }
        return url.port() > 0 ? url.port() : environment.port(Variable.PGPORT).orElse(DEFAULT.port);
    }

    private static String first(@Nullable String... values) {
        for (String value : values) {
            if (value != null && !value.isEmpty()) {
                return value;
            }
        }
        return "";
    }

    /** The properties that say where it is; none if no variable does. */
    Part properties() {
        if (source == null) {
            return Part.NONE;
        }
        boolean ofUrl = source == Variable.DATABASE_URL;
        return Part.property(source, "quarkus.datasource.reactive.url", url())
                .and(Part.optional(ofUrl ? source : Variable.DB_USER, "quarkus.datasource.username", user))
                .and(ofUrl ? UnreadParameters.warning(source, query, PARAMETERS) : Part.NONE);
    }
}
