package dev.trunkline.fanout;

import dev.trunkline.admission.Grant;
import dev.trunkline.admission.Refusal;
import dev.trunkline.admission.RefusedException;
import dev.trunkline.audience.FeedAccess;
import dev.trunkline.audience.Listener;
import dev.trunkline.broadcast.BroadcasterUnavailable;
import dev.trunkline.broadcast.Channel;
import dev.trunkline.connection.Connection;
import dev.trunkline.connection.Ending;
import dev.trunkline.event.Encoding;
import dev.trunkline.event.EventName;
import dev.trunkline.metrics.Meters;
import dev.trunkline.metrics.Transport;
import dev.trunkline.stream.Feed;
import dev.trunkline.stream.Stream;
import dev.trunkline.stream.StreamName;
import dev.trunkline.viewer.Viewer;
import io.netty.buffer.ByteBuf;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.function.Consumer;

/**
 * Subscribes connections: to the streams that their clients ask for and to the system channels that end them. Everything
 * here is called, and answers, on the connection's event loop.
 */
@ApplicationScoped
public class Subscriptions {

    private static final String SYSTEM = "system";

    private final ChannelFanouts fanouts;
    private final Lanes lanes;
    private final Meters meters;

    Subscriptions(ChannelFanouts fanouts, Lanes lanes, Meters meters) {
        this.fanouts = fanouts;
        this.lanes = lanes;
        this.meters = meters;
    }

    /** Every gauge exists from the start, with 0 (protocol, section 8). */
    void start(@Observes StartupEvent event) {
        for (Transport transport : Transport.values()) {
            meters.subscriptionOpened(transport, SYSTEM, 0);
            for (StreamName name : StreamName.values()) {
                meters.subscriptionOpened(transport, name.label(), 0);
            }
        }
    }

    /**
     * Ends the connection when its token or account becomes invalid. Completes when no such message can be missed any more;
     * the token has to be looked up again after that, since it may have become invalid in between. For an anonymous viewer
     * there is nothing to watch.
     */
    public Uni<Void> watch(Connection connection) {
        Viewer viewer = connection.viewer();
        if (viewer.anonymous()) {
            return Uni.createFrom().voidItem();
        }
        List<Channel> channels = List.of(Channel.ofToken(viewer.tokenId()), Channel.ofAccount(viewer.accountId()));
        Listener everything = Listener.of(viewer, FeedAccess.ALL, true);
        return confirm(
                connection,
                new Subscription(
                        connection,
                        lanes.of(connection.loop()),
                        fanouts,
                        meters,
                        new Subscription.Subject(null, everything, SYSTEM, 2, channels, Feed.UNFILTERED),
                        delivery -> {
                            if (delivery.eventName().equals(EventName.KILL)) {
                                connection.end(Ending.KILLED);
                            }
                        }));
    }

    /** Sends the stream's events to the connection in that encoding. Completes when nothing later can be missed. */
    public Uni<Void> subscribe(Connection connection, Grant grant, Encoding encoding) {
        Viewer viewer = connection.viewer();
        Stream stream = grant.stream();
        Listener listener = grant.listener();
        List<Channel> channels = stream
                .channels(viewer.accountId(), viewer.scopes().allowNotifications())
                .stream()
                .map(Channel::ofStream)
                .toList();
        Lane lane = lanes.of(connection.loop());
        Consumer<ByteBuf> recipient = frame -> lane.deliver(connection, frame);
        return confirm(
                connection,
                new Subscription(
                        connection,
                        lane,
                        fanouts,
                        meters,
                        new Subscription.Subject(
                                stream,
                                listener,
                                stream.name().label(),
                                1,
                                channels,
                                stream.name().feed()),
                        delivery -> delivery.deliver(listener, encoding, recipient)));
    }

    private static Uni<Void> confirm(Connection connection, Subscription subscription) {
        connection.hold(subscription);
        return subscription
                .confirmed()
                .onFailure()
                .invoke(subscription::close)
                .onFailure(BroadcasterUnavailable.class)
                .transform(away -> new RefusedException(Refusal.UNAVAILABLE));
    }
}
