package dev.trunkline.fanout;

import dev.trunkline.connection.Aftermath;
import dev.trunkline.history.History;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Keeps a process that has sent its clients away until they have had time to come to another one, which asks this one for what
 * they have missed (protocol, section 12). A process without others, or whose clients know no ids, exits at once.
 */
@ApplicationScoped
class LastAnswers implements Aftermath {

    private static final Logger LOG = Logger.getLogger(LastAnswers.class);

    /** How long the way to the other process takes, besides the pause that a client is asked to make. */
    private static final Duration TRAVEL = Duration.ofSeconds(3);

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final History history;

    LastAnswers(History history) {
        this.history = history;
    }

    @Override
    public void await(Duration longest) throws InterruptedException {
        if (!history.keeps()) {
            return;
        }
        boolean others = history.hasOthers()
                .ifNoItem()
                .after(PATIENCE)
                .recoverWithItem(false)
                .await()
                .indefinitely();
        if (others) {
            Duration stay = longest.plus(TRAVEL);
            LOG.infof("Answering other processes for %d ms more", stay.toMillis());
            Thread.sleep(stay.toMillis());
        }
    }
}
