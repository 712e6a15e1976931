package dev.trunkline.demo;

import dev.trunkline.connection.Connection;
import dev.trunkline.http.Origins;
import dev.trunkline.internals.ServerChannel;
import dev.trunkline.stream.StreamName;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
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

    private static final AttributeKey<String> LAST_REQUEST = AttributeKey.valueOf(ClientChannels.class, "lastRequest");

    private final Origins origins;

    /** By the id of each one's last request: no request follows the one that opens a stream. */
    private final Map<String, Channel> channels = new ConcurrentHashMap<>();

    ClientChannels(Origins origins) {
        this.origins = origins;
    }

    void add(@Observes Router router) {
        router.route(StreamName.ROOT + "*").order(Integer.MIN_VALUE).handler(this::note);
    }

    private void note(RoutingContext context) {
        Channel channel = ServerChannel.of(context.request());
        String id = origins.of(context.request()).requestId();
        String earlier = channel.attr(LAST_REQUEST).getAndSet(id);
        channels.put(id, channel);
        if (earlier == null) {
            channel.closeFuture()
                    .addListener(closed -> channels.remove(
                            String.valueOf(channel.attr(LAST_REQUEST).get()), channel));
        } else {
            channels.remove(earlier, channel);
        }
        context.next();
    }

    /** Empty for a client that has left. */
    Optional<Channel> of(Connection connection) {
        return Optional.ofNullable(channels.get(connection.listed().request()));
    }
}
