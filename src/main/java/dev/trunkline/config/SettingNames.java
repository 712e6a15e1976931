package dev.trunkline.config;

import io.smallrye.config.ConfigMappings.ConfigClass;
import java.util.Set;

/** The names of {@link Settings}, as properties: {@code trunkline.outbox.limit}. */
public final class SettingNames {

    private static final String PREFIX = "trunkline";

    private SettingNames() {}

    /** All of them, with and without defaults. */
    public static Set<String> all() {
        return ConfigClass.configClass(Settings.class, PREFIX).getProperties().keySet();
    }
}
