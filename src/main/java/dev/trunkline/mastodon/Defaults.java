package dev.trunkline.mastodon;

import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * The values of the properties that Mastodon's variables set, where neither these nor a configuration file sets them
 * (protocol, section 9).
 */
public final class Defaults implements ConfigSource {

    /** Below application.properties (250), above Quarkus's own defaults. */
    private static final int ORDINAL = 200;

    private static final Map<String, String> VALUES =
            Part.merge(BindVariables.DEFAULTS, Part.merge(DatabaseVariables.DEFAULTS, RedisVariables.DEFAULTS));

    @Override
    public Set<String> getPropertyNames() {
        return VALUES.keySet();
    }

    @Override
    public @Nullable String getValue(String property) {
        return VALUES.get(property);
    }

    @Override
    public String getName() {
        return "Defaults of Mastodon's environment variables";
    }

    @Override
    public int getOrdinal() {
        return ORDINAL;
    }
}
