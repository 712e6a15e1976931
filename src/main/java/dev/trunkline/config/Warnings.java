package dev.trunkline.config;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/** Says once which variables of Mastodon's environment are passed over. */
@ApplicationScoped
class Warnings {

    private static final Logger LOG = Logger.getLogger(Warnings.class);

    void start(@Observes StartupEvent event) {
        MastodonEnvironment.current().warnings().forEach(LOG::warn);
    }
}
