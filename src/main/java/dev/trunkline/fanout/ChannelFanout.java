package dev.trunkline.fanout;

import dev.trunkline.audience.Audience;
import dev.trunkline.audience.Judged;
import dev.trunkline.audience.Judging;
import dev.trunkline.audience.Listeners;
import dev.trunkline.broadcast.Channel;
import dev.trunkline.history.HeardChannel;
import dev.trunkline.history.History;
import dev.trunkline.stream.Feed;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.logging.Logger;

/**
 * One channel within the process: each event of the broadcaster is judged once and then goes to every lane that has
 * subscriptions to the channel.
 */
final class ChannelFanout {

    private static final Logger LOG = Logger.getLogger(ChannelFanout.class);

    private final List<LaneMembers> lanes = new CopyOnWriteArrayList<>();
    private final Listeners listeners = new Listeners();
    private final Judging judging;
    private final HeardChannel heard;

    final Channel channel;

    /** How many subscriptions hold it; guarded by {@link ChannelFanouts}. */
    int holders;

    ChannelFanout(Channel channel, Feed feed, History history, Audience audience) {
        this.channel = channel;
        judging = audience.judge(feed, listeners, this::hand);
        heard = history.open(channel, judging::add);
    }

    /** The channel as the history hears it. */
    HeardChannel heard() {
        return heard;
    }

    /** The channel's listeners in this process. */
    Listeners listeners() {
        return listeners;
    }

    /** The channel's events for an account's subscription in one lane, to be subscribed to on the lane's event loop. */
    Multi<LaneDelivery> on(Lane lane, long account) {
        return members(lane).of(account);
    }

    private LaneMembers members(Lane lane) {
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

    /** Completes when nothing published from now on is missed; see {@link HeardChannel#confirmed()}. */
    Uni<Void> confirmed() {
        return heard.confirmed();
    }

    void close() {
        heard.close();
        judging.close();
    }

    private void hand(Judged judged) {
        try {
            offer(judged);
        } catch (RuntimeException fault) {
            // It must not silence the channel.
            LOG.errorf(fault, "An event %s was not handed round", judged.event().name());
        }
    }

    private void offer(Judged judged) {
        Delivery delivery = new Delivery(judged);
        try {
            for (LaneMembers members : lanes) {
                if (!members.isEmpty()) {
                    members.lane().offer(members, delivery);
                }
            }
        } finally {
            delivery.release();
        }
    }
}
