package dev.trunkline.mastodon;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import org.jboss.logging.Logger;

/** Logs at the start where Mastodon's environment comes from, and which of its variables are ignored. */
@ApplicationScoped
class StartWarnings {

    private static final Logger LOG = Logger.getLogger(StartWarnings.class);

    /** The first lines of the log. */
    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        MastodonConfigSource.current().origin().ifPresent(origin -> LOG.info("Environment: " + origin));
        MastodonConfigSource.current().warnings().forEach(LOG::warn);
    }
}
