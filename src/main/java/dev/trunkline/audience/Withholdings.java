package dev.trunkline.audience;

import dev.trunkline.metrics.Meters;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jboss.logging.Logger;

/** Counts the statuses that were withheld and logs them, at most once a minute per reason, never with their content. */
@ApplicationScoped
class Withholdings {

    private static final Logger LOG = Logger.getLogger(Withholdings.class);
    private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

    private final Meters meters;
    private final Map<Withheld, Long> logged = new EnumMap<>(Withheld.class);

    Withholdings(Meters meters) {
        this.meters = meters;
    }

    /** Every reason is there from the start, with 0. */
    void start(@Observes StartupEvent event) {
        for (Withheld reason : Withheld.values()) {
            meters.eventsWithheld(reason.label(), 0);
        }
    }

    /** A status was withheld on one channel. */
    void count(Answer.Failed failed) {
        meters.eventsWithheld(failed.reason().label(), 1);
        if (mayLog(failed.reason())) {
            LOG.warnf(
                    "Withheld a status that could not be checked: %s, %s (further ones within a minute are only counted)",
                    failed.reason().label(), failed.detail());
        }
    }

    private synchronized boolean mayLog(Withheld reason) {
        long now = System.nanoTime();
        Long last = logged.get(reason);
        if (last != null && now - last <= QUIET_NANOS) {
            return false;
        }
        logged.put(reason, now);
        return true;
    }
}
