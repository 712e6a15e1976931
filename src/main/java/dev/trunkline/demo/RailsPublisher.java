package dev.trunkline.demo;

import io.quarkus.arc.profile.IfBuildProfile;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Publishes as Mastodon's Rails side does. */
@IfBuildProfile(anyOf = {"dev", "test"})
@ApplicationScoped
class RailsPublisher {

    private final Redis redis;

    RailsPublisher(Redis redis) {
        this.redis = redis;
    }

    /** Publishes one behind the other. Fails if Redis does. */
    Future<Void> publish(List<Publication> publications) {
        return Future.all(publications.stream().map(this::publish).toList()).mapEmpty();
    }

    private Future<Void> publish(Publication publication) {
        List<String> keys = publication.onlyIfAny();
        if (keys.isEmpty()) {
            return send(publication);
        }
        Request exists = Request.cmd(Command.EXISTS);
        keys.forEach(exists::arg);
        return redis.send(exists)
                .flatMap(count -> count.toInteger() > 0 ? send(publication) : Future.succeededFuture());
    }

    private Future<Void> send(Publication publication) {
        return redis.send(
                        Request.cmd(Command.PUBLISH).arg(publication.channel()).arg(publication.message()))
                .mapEmpty();
    }
}
