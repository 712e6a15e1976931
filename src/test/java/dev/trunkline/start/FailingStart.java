package dev.trunkline.start;

import dev.trunkline.broadcast.RedisServersFixture;
import dev.trunkline.config.Settings;
import dev.trunkline.mastodon.Defaults;
import dev.trunkline.mastodon.MastodonConfigSource;
import dev.trunkline.mastodon.Translation;
import io.quarkus.redis.runtime.client.config.RedisConfig;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Goes through the steps of a start in which a value can turn out to be wrong, in process and in their order: the checks
 * before Quarkus starts, then the configuration and the clients that Quarkus creates from it. The checks are those of
 * production ({@link Preflight}). The other steps are Quarkus's own and copied here: it has no list of them.
 */
final class FailingStart {

    private FailingStart() {}

    /** What a start with these variables prints before it ends; empty if no value is wrong. */
    static List<String> lines(Map<String, String> variables) {
        Translation translation = Translation.of(variables);
        List<String> early = Preflight.faults(translation);
        if (!early.isEmpty()) {
            return early;
        }
        return linesOf(translation, () -> {
            SmallRyeConfig config = configuration(translation);
            List<String> redis = config.getConfigMapping(RedisConfig.class).clients().values().stream()
                    .flatMap(client -> client.hosts().orElse(Set.of()).stream())
                    .map(URI::toString)
                    .toList();
            RedisServersFixture.configure(config.getConfigMapping(Settings.class), redis);
            PgConnectOptions.fromUri(config.getValue("quarkus.datasource.reactive.url", String.class));
        });
    }

    /** The same on a machine where Netty's native transport cannot be loaded. */
    static List<String> linesWithoutNativeTransport(Map<String, String> variables) {
        Translation translation = Translation.of(variables);
        Vertx vertx = Vertx.vertx();
        try {
            return linesOf(translation, () -> new UnixSocketSupport()
                    .start(new StartupEvent(), vertx, configuration(translation)));
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static SmallRyeConfig configuration(Translation translation) {
        return new SmallRyeConfigBuilder()
                .withProfile("prod")
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withSources(
                        new EnvConfigSource(translation.variables(), EnvConfigSource.ORDINAL),
                        MastodonConfigSource.of(translation),
                        new Defaults())
                .withMapping(Settings.class)
                .withMapping(RedisConfig.class)
                .withValidateUnknown(false)
                .build();
    }

    private static List<String> linesOf(Translation translation, Runnable start) {
        try {
            start.run();
            return List.of();
        } catch (RuntimeException failure) {
            return new StartFailure(translation).lines(failure);
        }
    }
}
