package dev.trunkline.fanout;

import dev.trunkline.audience.Audience;
import dev.trunkline.audience.Judged;
import dev.trunkline.audience.Listeners;
import dev.trunkline.broadcast.Broadcaster;
import dev.trunkline.broadcast.Channel;
import dev.trunkline.event.Event;
import dev.trunkline.event.EventName;
import dev.trunkline.stream.Feed;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import io.smallrye.mutiny.subscription.Cancellable;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.logging.Logger;

/**
 * One channel within the process: the broadcaster's events go through the audience once and then to every lane with
 * subscriptions.
 */
final class Fanout {

    private static final Logger LOG = Logger.getLogger(Fanout.class);

    private final List<LaneMembers> lanes = new CopyOnWriteArrayList<>();
    private final Listeners listeners = new Listeners();
    private final Broadcaster.OpenChannel open;
    private final Cancellable pipeline;
    private final Audience audience;

    final Channel channel;

    /** How many subscriptions hold it; guarded by {@link Fanouts}. */
    int holders;

    Fanout(Channel channel, Feed feed, Broadcaster broadcaster, Audience audience) {
        this.channel = channel;
        this.audience = audience;
        forgetFilters();
        // Without a queue, which every viewer's two system channels would pay for: the lanes bound what
        // they hold, and an audience that waits brings a queue of its own.
        BroadcastProcessor<Event> events = BroadcastProcessor.create();
        pipeline = audience.judge(feed, listeners, events).subscribe().with(this::hand);
        open = broadcaster.open(
                channel,
                channel.account() == 0 ? events::onNext : new AccountSink(channel.account(), audience, events));
    }

    /** An account's system channel tells of its keyword filters, too. */
    private record AccountSink(long account, Audience audience, BroadcastProcessor<Event> events)
            implements Broadcaster.Sink {

        @Override
        public void event(Event event) {
            // Here, where all channels' events come in Redis's order: the next status is filtered with the new ones.
            if (event.name().equals(EventName.FILTERS_CHANGED)) {
                audience.filtersChanged(account);
            }
            events.onNext(event);
        }

        @Override
        public void confirmed() {
            audience.filtersChanged(account);
        }
    }

    /** Who listens to the channel. */
    Listeners listeners() {
        return listeners;
    }

    /** The channel's events for the subscriptions of one lane, to be subscribed to on its event loop. */
    Multi<Delivery> on(Lane lane) {
        for (LaneMembers members : lanes) {
            if (members.lane() == lane) {
                return members;
            }
        }
        // Only this lane's loop adds this lane.
        LaneMembers members = new LaneMembers(lane);
        lanes.add(members);
        return members;
    }

    /** Completes when nothing published from now on is missed; see {@link Broadcaster.OpenChannel#confirmed()}. */
    Uni<Void> confirmed() {
        return open.confirmed();
    }

    void close() {
        pipeline.cancel();
        open.close();
        forgetFilters();
    }

    /** Before this and after {@link #close} nobody would tell us that the account's keyword filters have changed. */
    private void forgetFilters() {
        if (channel.account() != 0) {
            audience.filtersChanged(channel.account());
        }
    }

    private void hand(Judged judged) {
        try {
            offer(judged);
        } catch (RuntimeException | OutOfMemoryError fault) {
            // It must not silence the channel.
            LOG.errorf(fault, "An event %s was not handed round", judged.event().name());
        }
    }

    private void offer(Judged judged) {
        List<LaneMembers> listeners =
                lanes.stream().filter(members -> !members.isEmpty()).toList();
        Delivery delivery = new Delivery(judged, listeners.size());
        for (LaneMembers members : listeners) {
            members.lane().offer(members, delivery);
        }
    }
}
