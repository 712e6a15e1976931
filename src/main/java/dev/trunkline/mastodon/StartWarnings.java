package dev.trunkline.mastodon;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/** Logs at the start which variables of Mastodon's environment are ignored. */
@ApplicationScoped
class StartWarnings {

    private static final Logger LOG = Logger.getLogger(StartWarnings.class);

    void start(@Observes StartupEvent event) {
        MastodonConfigSource.current().warnings().forEach(LOG::warn);
    }
}
