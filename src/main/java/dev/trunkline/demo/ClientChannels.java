package dev.trunkline.demo;

import dev.trunkline.connection.Connection;
import dev.trunkline.http.Origins;
import dev.trunkline.internals.ServerChannel;
import dev.trunkline.stream.StreamName;
import io.netty.channel.Channel;
import io.quarkus.arc.profile.IfBuildProfile;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The channels below the clients' streams: what a network does to a client is done to these. */
@IfBuildProfile(anyOf = {"dev", "test"})
@ApplicationScoped
class ClientChannels {

    private final Origins origins;

    /** The id of the last request of each: no request follows the one that opens a stream. */
    private final Map<Channel, String> requests = new ConcurrentHashMap<>();

    ClientChannels(Origins origins) {
        this.origins = origins;
    }

    void add(@Observes Router router) {
        router.route(StreamName.ROOT + "*").order(Integer.MIN_VALUE).handler(this::note);
    }

    private void note(RoutingContext context) {
        Channel channel = ServerChannel.of(context.request());
        String id = origins.of(context.request()).requestId();
        if (requests.put(channel, id) == null) {
            channel.closeFuture().addListener(closed -> requests.remove(channel));
        }
        context.next();
    }

    /** Empty for a client that has left. */
    Optional<Channel> of(Connection connection) {
        String id = connection.listed().request();
        return requests.entrySet().stream()
                .filter(entry -> entry.getValue().equals(id))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
