package dev.trunkline.demo;

import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Lets the {@link Story} go on by about one event a second, on the embedded Redis only. A live reload ends it and starts
 * another.
 */
@IfBuildProfile(anyOf = {"dev", "test"})
@ApplicationScoped
class DemoPublisher {

    private static final Logger LOG = Logger.getLogger(DemoPublisher.class);
    static final long SEED = 20261123;

    /** Events a second that the server and a browser on one machine can still show. */
    static final int MOST = 1_000;

    private static final long SECOND_MS = 1_000;

    /** What is more often than this comes several at a time. */
    private static final long LEAST_PERIOD_MS = 20;

    private final Vertx vertx;
    private final RailsPublisher publisher;
    private final Story story = new Story(SEED, Clock.systemUTC());
    private long timer = -1;

    DemoPublisher(Vertx vertx, RailsPublisher publisher) {
        this.vertx = vertx;
        this.publisher = publisher;
    }

    void start(@Observes StartupEvent event) {
        if (DemoEnvironment.isEmbedded()) {
            setSpeed(1);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        setSpeed(0);
    }

    /** @param perSecond events, 0 to {@link #MOST} */
    synchronized void setSpeed(int perSecond) {
        vertx.cancelTimer(timer);
        if (perSecond > 0) {
            long period = Math.max(LEAST_PERIOD_MS, SECOND_MS / perSecond);
            int atATime = (int) Math.max(1, perSecond * period / SECOND_MS);
            timer = vertx.setPeriodic(period, ignored -> goOn(atATime));
        }
    }

    private synchronized void goOn(int events) {
        List<Publication> publications = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            publications.addAll(story.next());
        }
        publisher
                .publish(publications)
                .onFailure(failure -> LOG.debugf("The demo could not publish: %s", failure.getMessage()));
    }
}
