package dev.trunkline.start;

import dev.trunkline.mastodon.MastodonConfigSource;
import dev.trunkline.mastodon.Translation;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/** Logs at the start what has been read and which servers it names, and which variables are ignored. */
@ApplicationScoped
class StartLines {

    private static final Logger LOG = Logger.getLogger(StartLines.class);

    /** The first lines of the log. */
    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event, Config config) {
        Translation translation = MastodonConfigSource.current();
        translation.origin().ifPresent(origin -> {
            Servers servers = Servers.of(
                    property -> config.getOptionalValue(property, String.class).orElse(null));
            LOG.infof(
                    "Environment: %s; Redis: %s; PostgreSQL: %s; set: %s",
                    origin, servers.redis(), servers.postgres(), translation.given());
        });
        translation.warnings().forEach(LOG::warn);
    }
}
