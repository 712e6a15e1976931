package dev.trunkline.config;

import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Mastodon's environment variables as Quarkus configuration (protocol, section 9). Quarkus's own names, as environment
 * variables or system properties, win over these. It is empty until the main has read the environment: Quarkus also asks
 * its sources while it builds the application, and would keep what the building machine's environment says.
 */
public final class MastodonEnvironment implements ConfigSource {

    /** Above application.properties (250) and a file of that name beside the server (260), below the environment (300). */
    private static final int ORDINAL = 275;

    private static volatile Translation current = Translation.of(Map.of());

    /** From here on this is what the variables say; to be called before Quarkus starts. */
    public static void use(Translation translation) {
        current = translation;
    }

    /** What the start is to say of them. */
    public static Translation current() {
        return current;
    }

    @Override
    public Set<String> getPropertyNames() {
        return current.properties().keySet();
    }

    @Override
    public @Nullable String getValue(String name) {
        return current.value(name);
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
