package dev.trunkline.fanout;

import dev.trunkline.admission.Refusal;
import dev.trunkline.admission.RefusedException;
import dev.trunkline.audience.Audience;
import dev.trunkline.audience.Judged;
import dev.trunkline.broadcast.Broadcaster;
import dev.trunkline.broadcast.BroadcasterUnavailable;
import dev.trunkline.broadcast.SystemChannel;
import dev.trunkline.connection.Connection;
import dev.trunkline.connection.Ending;
import dev.trunkline.event.Event;
import dev.trunkline.event.EventName;
import dev.trunkline.metrics.Meters;
import dev.trunkline.metrics.Transport;
import dev.trunkline.viewer.Viewer;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * The system channels (protocol, section 6): ends the connections of those who are killed, and tells the audience whose keyword
 * filters have changed. A {@code kill} keeps its place among the events of its connections.
 */
@ApplicationScoped
class SystemChannels implements Broadcaster.SystemSink {

    private static final String LABEL = "system";

    /** The channels of one connection: its token's and its account's. */
    private static final int EACH = 2;

    private final Broadcaster broadcaster;
    private final LongConsumer filtersChanged;
    private final Lanes lanes;
    private final Meters meters;
    private final RecentKills kills = new RecentKills(System::nanoTime);
    private final Watchers watchers = new Watchers();
    private final NamedChannels named;

    @Inject
    SystemChannels(Broadcaster broadcaster, Audience audience, Lanes lanes, Meters meters) {
        this(broadcaster, audience::filtersChanged, lanes, meters);
    }

    /** @param filtersChanged is told the accounts whose keyword filters have changed, or may have changed unnoticed */
    SystemChannels(Broadcaster broadcaster, LongConsumer filtersChanged, Lanes lanes, Meters meters) {
        this.broadcaster = broadcaster;
        this.filtersChanged = filtersChanged;
        this.lanes = lanes;
        this.meters = meters;
        this.named = new NamedChannels(broadcaster, watchers::has, NamedSink::new);
    }

    /** Every gauge exists from the start, with 0 (protocol, section 8). */
    void start(@Observes StartupEvent event) {
        broadcaster.hear(this);
        for (Transport transport : Transport.values()) {
            meters.subscriptionOpened(transport, LABEL, 0);
        }
    }

    /** See {@link Subscriptions#moment}. */
    long now() {
        return kills.now();
    }

    /** See {@link Subscriptions#watch}. */
    Uni<Void> watch(Connection connection, long moment, Supplier<Uni<?>> lookUp) {
        Viewer viewer = connection.viewer();
        if (viewer.anonymous()) {
            return Uni.createFrom().voidItem();
        }
        List<SystemChannel> channels = List.of(
                new SystemChannel(SystemChannel.Kind.TOKEN, viewer.tokenId()),
                new SystemChannel(SystemChannel.Kind.ACCOUNT, viewer.accountId()));
        channels.forEach(channel -> enter(channel, connection));
        connection.atEnd(() -> channels.forEach(channel -> leave(channel, connection)));
        // Behind the entry: a kill is either remembered by now, or finds the connection.
        return switch (kills.since(moment, channels)) {
            case SPARED -> {
                count(connection);
                yield Uni.createFrom().voidItem();
            }
            case KILLED -> Uni.createFrom().failure(new RefusedException(Refusal.INVALID_TOKEN));
            case UNKNOWN -> {
                Lane lane = lanes.of(connection.loop());
                yield confirmed(channels)
                        .onFailure(BroadcasterUnavailable.class)
                        .transform(away -> new RefusedException(Refusal.UNAVAILABLE))
                        .emitOn(lane)
                        .invoke(() -> count(connection))
                        .chain(() -> connection.ended() ? Uni.createFrom().voidItem() : lookUp.get())
                        .emitOn(lane)
                        .replaceWithVoid();
            }
        };
    }

    private void enter(SystemChannel channel, Connection connection) {
        boolean first = watchers.add(channel, connection);
        // Not by the first alone: another would not find the channel while the first has not opened it yet.
        named.changed(channel);
        if (first) {
            forgetFilters(channel);
        }
    }

    private void leave(SystemChannel channel, Connection connection) {
        if (watchers.remove(channel, connection)) {
            named.changed(channel);
            forgetFilters(channel);
        }
    }

    /** While nobody watches the channel, nothing announces that the account's keyword filters have changed. */
    private void forgetFilters(SystemChannel channel) {
        if (channel.kind() == SystemChannel.Kind.ACCOUNT) {
            filtersChanged.accept(channel.id());
        }
    }

    /** Completes when every {@code kill} published from now on arrives. */
    private Uni<Void> confirmed(List<SystemChannel> channels) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (SystemChannel channel : channels) {
            Broadcaster.OpenChannel open = named.find(channel);
            if (open != null) {
                all = all.chain(open::confirmed);
            } else if (!kills.complete()) {
                return Uni.createFrom().failure(new BroadcasterUnavailable("Redis is away"));
            }
        }
        return all;
    }

    private void count(Connection connection) {
        if (!connection.ended()) {
            meters.subscriptionOpened(connection.transport(), LABEL, EACH);
            connection.atEnd(() -> meters.subscriptionClosed(connection.transport(), LABEL, EACH));
        }
    }

    @Override
    public void connected(boolean all) {
        if (all) {
            kills.begin();
            named.needNone();
            watchers.channels().forEach(this::forgetFilters);
        } else {
            named.need(watchers.channels());
        }
    }

    @Override
    public void lost() {
        kills.end();
    }

    @Override
    public int needed() {
        return watchers.channels().size();
    }

    @Override
    public void event(SystemChannel channel, Event event) {
        if (event.name().equals(EventName.KILL)) {
            kills.add(channel);
            Delivery kill = new Delivery(Judged.unchecked(event));
            try {
                for (Connection connection : watchers.of(channel)) {
                    // Behind the events that came before.
                    lanes.of(connection.loop()).offer(delivery -> connection.end(Ending.KILLED), kill);
                }
            } finally {
                kill.release();
            }
        } else if (event.name().equals(EventName.FILTERS_CHANGED) && watchers.has(channel)) {
            // Here, where the events of all channels come in Redis's order: the next status meets the new filters.
            forgetFilters(channel);
        }
    }

    /** The events of a channel that is open by its name. */
    private final class NamedSink implements Broadcaster.Sink {

        private final SystemChannel channel;

        NamedSink(SystemChannel channel) {
            this.channel = channel;
        }

        @Override
        public void event(Event event) {
            SystemChannels.this.event(channel, event);
        }

        @Override
        public void confirmed() {
            forgetFilters(channel);
        }
    }
}
