package dev.trunkline.demo;

import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Acts as Mastodon's Rails side: publishes about one event a second, to the embedded Redis only. A live reload ends it and
 * starts another.
 */
@IfBuildProfile("dev")
@ApplicationScoped
class DemoPublisher {

    private static final Logger LOG = Logger.getLogger(DemoPublisher.class);
    static final long SEED = 20261123;
    private static final long PERIOD_MS = 1_000;

    private final Vertx vertx;
    private final Redis redis;
    private final Story story = new Story(SEED, Clock.systemUTC());
    private long timer = -1;

    DemoPublisher(Vertx vertx, Redis redis) {
        this.vertx = vertx;
        this.redis = redis;
    }

    void start(@Observes StartupEvent event) {
        if (DemoEnvironment.isEmbedded()) {
            timer = vertx.setPeriodic(PERIOD_MS, ignored -> story.next().forEach(this::publish));
        }
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    private void publish(Publication publication) {
        List<String> keys = publication.onlyIfAny();
        if (keys.isEmpty()) {
            send(publication);
            return;
        }
        Request exists = Request.cmd(Command.EXISTS);
        keys.forEach(exists::arg);
        redis.send(exists)
                .onSuccess(count -> {
                    if (count.toInteger() > 0) {
                        send(publication);
                    }
                })
                .onFailure(DemoPublisher::report);
    }

    private void send(Publication publication) {
        redis.send(Request.cmd(Command.PUBLISH).arg(publication.channel()).arg(publication.message()))
                .onFailure(DemoPublisher::report);
    }

    private static void report(Throwable failure) {
        LOG.debugf("The demo could not publish: %s", failure.getMessage());
    }
}
