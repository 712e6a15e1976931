package dev.trunkline.fanout;

import dev.trunkline.admission.Grant;
import dev.trunkline.admission.Refusal;
import dev.trunkline.admission.RefusedException;
import dev.trunkline.audience.Listener;
import dev.trunkline.broadcast.BroadcasterUnavailable;
import dev.trunkline.broadcast.Channel;
import dev.trunkline.connection.Connection;
import dev.trunkline.event.Encoding;
import dev.trunkline.event.LastEventId;
import dev.trunkline.history.History;
import dev.trunkline.metrics.Meters;
import dev.trunkline.metrics.Transport;
import dev.trunkline.stream.Stream;
import dev.trunkline.stream.StreamName;
import dev.trunkline.viewer.Viewer;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.function.Supplier;

/**
 * Subscribes connections: to the streams that their clients ask for and to what ends them. Everything
 * here is called, and answers, on the connection's event loop.
 */
@ApplicationScoped
public class Subscriptions {

    private final SystemChannels system;
    private final ChannelFanouts fanouts;
    private final Lanes lanes;
    private final History history;
    private final Replays replays;
    private final Meters meters;

    Subscriptions(
            SystemChannels system,
            ChannelFanouts fanouts,
            Lanes lanes,
            History history,
            Replays replays,
            Meters meters) {
        this.system = system;
        this.fanouts = fanouts;
        this.lanes = lanes;
        this.history = history;
        this.replays = replays;
        this.meters = meters;
    }

    /** Every gauge exists from the start, with 0 (protocol, section 8). */
    void start(@Observes StartupEvent event) {
        for (Transport transport : Transport.values()) {
            for (StreamName name : StreamName.values()) {
                meters.subscriptionOpened(transport, name.label(), 0);
            }
        }
    }

    /** This moment, to be noted before the token of a connection is looked up that is watched afterwards. */
    public long moment() {
        return system.now();
    }

    /**
     * Ends the connection when its token or account becomes invalid. Completes when neither can have become so unnoticed since
     * that moment; fails with {@link RefusedException}. For an anonymous viewer there is nothing to watch.
     *
     * @param moment before the token was looked up
     * @param lookUp looks the token up once more, and fails if it is no longer valid; used when a {@code kill} since then may have
     *     been missed
     */
    public Uni<Void> watch(Connection connection, long moment, Supplier<Uni<?>> lookUp) {
        return system.watch(connection, moment, lookUp);
    }

    /**
     * What counts of what a client says about ids.
     *
     * @return {@link LastEventId#NOT_WANTED} if events have no ids
     */
    public LastEventId ids(LastEventId said) {
        return history.enabled() ? said : LastEventId.NOT_WANTED;
    }

    /**
     * Sends the stream's events to the connection in that encoding. Completes when nothing later can be missed.
     *
     * @param lastId what {@link #ids} returns
     */
    public Uni<Subscribed> subscribe(Connection connection, Grant grant, Encoding encoding, LastEventId lastId) {
        Viewer viewer = connection.viewer();
        Stream stream = grant.stream();
        Listener listener = grant.listener();
        List<Channel> channels = stream
                .channels(viewer.accountId(), viewer.scopes().allowNotifications())
                .stream()
                .map(Channel::ofStream)
                .toList();
        Subscription subscription = new Subscription(
                connection,
                lanes.of(connection.loop()),
                fanouts,
                replays,
                meters,
                new Subscription.Subject(stream, listener, channels, encoding, lastId));
        connection.hold(subscription);
        return subscription
                .confirmed()
                .onFailure()
                .invoke(subscription::close)
                .onFailure(BroadcasterUnavailable.class)
                .transform(away -> new RefusedException(Refusal.UNAVAILABLE))
                .replaceWith(subscription);
    }
}
