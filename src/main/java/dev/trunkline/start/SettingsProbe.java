package dev.trunkline.start;

import dev.trunkline.config.MastodonEnvironment;
import dev.trunkline.config.Settings;
import dev.trunkline.config.Translation;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Looks whether our own settings can be used before anything else is started: on a JVM Quarkus itself would find out seconds
 * later.
 */
final class SettingsProbe {

    private static final String PROPERTY = "trunkline.";

    /** What Quarkus reads besides, and may put another word in. */
    private static final List<Path> OTHER_SOURCES =
            List.of(Path.of("config", "application.properties"), Path.of(".env"));

    private SettingsProbe() {}

    /** A line for each setting that cannot be used; empty if all can, or where none is set or Quarkus will say so at once. */
    static List<String> faults(Translation translation) {
        if (isNative() || !isAnySet(translation) || OTHER_SOURCES.stream().anyMatch(Files::exists)) {
            return List.of();
        }
        try {
            new SmallRyeConfigBuilder()
                    .withProfile("prod")
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
