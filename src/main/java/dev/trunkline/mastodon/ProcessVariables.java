package dev.trunkline.mastodon;

import static java.util.stream.Collectors.toMap;

import io.smallrye.config.EnvConfigSource;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * The process's variables that are named after properties, where the JVM has lost characters of their values
 * ({@link EnvironmentVariables#ofProcess()}): the right values win over those of Quarkus's own source of variables.
 */
public final class ProcessVariables implements ConfigSource {

    /** Above Quarkus's source of environment variables, below the one of system properties. */
    private static final int ORDINAL = EnvConfigSource.ORDINAL + 1;

    /** Null where the JVM has read all of them right. */
    private static volatile @Nullable EnvConfigSource redecoded;

    /** Sets the process's variables as they are; to be called before Quarkus starts. */
    static void use(Map<String, String> variables) {
        Map<String, String> others = variables.entrySet().stream()
                .filter(variable -> !variable.getValue().equals(System.getenv(variable.getKey())))
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
        redecoded = others.isEmpty() ? null : new EnvConfigSource(others, ORDINAL);
    }

    @Override
    public Set<String> getPropertyNames() {
        EnvConfigSource variables = redecoded;
        return variables == null ? Set.of() : variables.getPropertyNames();
    }

    @Override
    public @Nullable String getValue(String property) {
        EnvConfigSource variables = redecoded;
        return variables == null ? null : variables.getValue(property);
    }

    @Override
    public String getName() {
        return "Environment variables with other characters than ASCII's";
    }

    @Override
    public int getOrdinal() {
        return ORDINAL;
    }
}
