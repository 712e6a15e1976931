package dev.trunkline.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Mastodon's environment variables as Quarkus configuration (protocol, section 9). An empty variable counts as unset.
 * Quarkus's own names, as environment variables or system properties, win over these.
 */
public final class MastodonEnvironment implements ConfigSource {

    /** Above application.properties (250), below the environment (300). */
    private static final int ORDINAL = 275;

    private static final int POSTGRESQL_PORT = 5432;

    /** The values of {@code sslmode} that do without encryption. */
    private static final Set<String> PLAIN = Set.of("", "disable", "allow", "prefer");

    private final Map<String, String> properties;

    public MastodonEnvironment() {
        this(System::getenv);
    }

    MastodonEnvironment(UnaryOperator<@Nullable String> environment) {
        properties = Map.copyOf(translate(environment));
    }

    private static Map<String, String> translate(UnaryOperator<@Nullable String> environment) {
        Map<String, String> properties = new HashMap<>();
        copy(environment, "PORT", properties, "quarkus.http.port");
        copy(environment, "BIND", properties, "quarkus.http.host");
        copy(environment, "REDIS_URL", properties, "quarkus.redis.hosts");
        copy(environment, "TRUSTED_PROXY_IP", properties, "trunkline.trusted-proxies");
        copy(environment, "DB_POOL", properties, "quarkus.datasource.reactive.max-size");
        String database = environment.apply("DATABASE_URL");
        if (database != null && !database.isEmpty()) {
            database(database, properties);
        }
        return properties;
    }

    private static void copy(
            UnaryOperator<@Nullable String> environment, String variable, Map<String, String> to, String property) {
        String value = environment.apply(variable);
        if (value != null && !value.isEmpty()) {
            to.put(property, value);
        }
    }

    private static void database(String url, Map<String, String> to) {
        try {
            URI uri = new URI(url);
            if (uri.getHost() == null
                    || !("postgres".equals(uri.getScheme()) || "postgresql".equals(uri.getScheme()))) {
                throw new IllegalArgumentException(
                        "DATABASE_URL must look like postgresql://user:password@host/database");
            }
            refuseTls(uri.getQuery());
            int port = uri.getPort() < 0 ? POSTGRESQL_PORT : uri.getPort();
            to.put("quarkus.datasource.reactive.url", "postgresql://" + uri.getHost() + ":" + port + uri.getRawPath());
            String user = uri.getRawUserInfo();
            if (user != null) {
                int colon = user.indexOf(':');
                to.put("quarkus.datasource.username", decode(colon < 0 ? user : user.substring(0, colon)));
                if (colon >= 0) {
                    to.put("quarkus.datasource.password", decode(user.substring(colon + 1)));
                }
            }
        } catch (URISyntaxException malformed) {
            // The message of the exception would show the password.
            throw new IllegalArgumentException("DATABASE_URL is no URL: " + malformed.getReason());
        }
    }

    /** Who asks for an encrypted connection must not get another without a word. */
    private static void refuseTls(@Nullable String query) {
        for (String parameter : query == null ? new String[0] : query.split("&", -1)) {
            if (parameter.startsWith("sslmode=") && !PLAIN.contains(parameter.substring("sslmode=".length()))) {
                throw new IllegalArgumentException(
                        "DATABASE_URL: " + parameter + " is not supported yet, only sslmode=disable is");
            }
        }
    }

    private static String decode(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public Set<String> getPropertyNames() {
        return properties.keySet();
    }

    @Override
    public @Nullable String getValue(String name) {
        return properties.get(name);
    }

    @Override
    public String getName() {
        return "Mastodon's environment variables";
    }

    @Override
    public int getOrdinal() {
        return ORDINAL;
    }
}
