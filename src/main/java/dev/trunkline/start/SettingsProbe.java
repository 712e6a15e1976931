package dev.trunkline.start;

import dev.trunkline.config.Settings;
import dev.trunkline.mastodon.MastodonConfigSource;
import dev.trunkline.mastodon.Translation;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SysPropConfigSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads our own settings before Quarkus starts: on a JVM Quarkus itself would reject a value only seconds later. */
final class SettingsProbe {

    private static final String PREFIX = "trunkline.";

    /** Files that Quarkus reads besides, and that may set a value too. */
    private static final List<Path> OTHER_SOURCES =
            List.of(Path.of("config", "application.properties"), Path.of(".env"));

    private SettingsProbe() {}

    /** A line for each value that cannot be used; empty if none is set, or where Quarkus itself reads them soon enough. */
    static List<String> faults(Translation translation) {
        if (isNative() || !isAnySet(translation) || OTHER_SOURCES.stream().anyMatch(Files::exists)) {
            return List.of();
        }
        try {
            new SmallRyeConfigBuilder()
                    .withProfile("prod")
                    .addDefaultInterceptors()
                    .addDiscoveredConverters()
                    .withSources(
                            new SysPropConfigSource(),
                            new EnvConfigSource(translation.variables(), EnvConfigSource.ORDINAL),
                            MastodonConfigSource.of(translation))
                    .withMapping(Settings.class)
                    .build();
            return List.of();
        } catch (ConfigValidationException wrong) {
            return new StartFailure(translation).lines(wrong);
        }
    }

    private static boolean isNative() {
        return System.getProperty("org.graalvm.nativeimage.imagecode") != null;
    }

    private static boolean isAnySet(Translation translation) {
        return translation.setsTrunkline()
                || System.getProperties().stringPropertyNames().stream().anyMatch(name -> name.startsWith(PREFIX));
    }
}
