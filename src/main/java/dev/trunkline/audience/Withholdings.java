package dev.trunkline.audience;

import dev.trunkline.metrics.LogLimit;
import dev.trunkline.metrics.Meters;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/** Counts the withheld statuses and logs them without their content, at most once a minute for each reason. */
@ApplicationScoped
class Withholdings {

    private static final Logger LOG = Logger.getLogger(Withholdings.class);

    private final Meters meters;
    private final LogLimit limit = new LogLimit();

    Withholdings(Meters meters) {
        this.meters = meters;
    }

    /** Registers the counter of each reason at the start, with 0. */
    void start(@Observes StartupEvent event) {
        for (Withheld reason : Withheld.values()) {
            meters.eventsWithheld(reason.label(), 0);
        }
    }

    /** A status was withheld on one channel. */
    void count(CheckResult.Failed failed) {
        meters.eventsWithheld(failed.reason().label(), 1);
        if (limit.allows(failed.reason().label())) {
            LOG.warnf(
                    "Withheld a status that could not be checked: %s, %s (further ones within a minute are only counted)",
                    failed.reason().label(), failed.detail());
        }
    }
}
