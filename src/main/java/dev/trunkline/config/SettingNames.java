package dev.trunkline.config;

import io.smallrye.config.ConfigMappings.ConfigClass;
import java.util.Set;

/** The names of {@link Settings}, as properties: {@code trunkline.outbox.limit}. */
public final class SettingNames {

    private static final String PREFIX = "trunkline";

    /** The native executable has them from its build. */
    private static final Set<String> ALL = Set.copyOf(
            ConfigClass.configClass(Settings.class, PREFIX).getProperties().keySet());

    private SettingNames() {}

    /** All of them, with and without defaults. */
    public static Set<String> all() {
        return ALL;
    }
}
