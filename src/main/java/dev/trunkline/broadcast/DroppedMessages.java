package dev.trunkline.broadcast;

import dev.trunkline.event.Malformed;
import dev.trunkline.metrics.LogLimit;
import dev.trunkline.metrics.Meters;
import org.jboss.logging.Logger;

/** Counts messages that are no events and logs them, at most once a minute per reason, never with their content. */
final class DroppedMessages {

    private static final Logger LOG = Logger.getLogger(DroppedMessages.class);

    private final Meters meters;
    private final LogLimit limit = new LogLimit();

    DroppedMessages(Meters meters) {
        this.meters = meters;
        for (Malformed reason : Malformed.values()) {
            // Every reason appears in the metrics from the start, with 0.
            meters.messagesDropped(reason.label(), 0);
        }
    }

    void count(Malformed reason) {
        meters.messagesDropped(reason.label(), 1);
        if (limit.allows(reason.label())) {
            LOG.warnf(
                    "Dropped a message that is no event: %s (further ones within a minute are only counted)",
                    reason.label());
        }
    }
}
