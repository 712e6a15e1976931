package dev.trunkline.start;

import dev.trunkline.config.MastodonEnvironment;
import dev.trunkline.config.Settings;
import dev.trunkline.config.Translation;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;

/**
 * Looks whether our own settings can be used before anything else is started: on a JVM Quarkus itself would find out seconds
 * later.
 */
final class SettingsProbe {

    private static final String PROPERTY = "trunkline.";

    private SettingsProbe() {}

    /** A line for each setting that cannot be used; empty if all can, or where none is set or Quarkus will say so at once. */
    static List<String> faults(Translation translation) {
        if (isNative() || !isAnySet(translation)) {
            return List.of();
        }
        try {
            new SmallRyeConfigBuilder()
                    .addDefaultInterceptors()
                    .addDefaultSources()
                    .addDiscoveredConverters()
                    .withSources(new MastodonEnvironment())
                    .withMapping(Settings.class)
                    .build();
            return List.of();
        } catch (ConfigValidationException wrong) {
            return StartFailure.lines(wrong);
        }
    }

    private static boolean isNative() {
        return System.getProperty("org.graalvm.nativeimage.imagecode") != null;
    }

    private static boolean isAnySet(Translation translation) {
        return translation.hasOurs()
                || System.getProperties().stringPropertyNames().stream().anyMatch(name -> name.startsWith(PROPERTY));
    }
}
