package dev.trunkline.fanout;

import dev.trunkline.audience.Audience;
import dev.trunkline.broadcast.Channel;
import dev.trunkline.history.History;
import dev.trunkline.stream.Feed;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;

/** The channels that this process has subscriptions to: the broadcaster opens each once, however many share it. */
@ApplicationScoped
class ChannelFanouts {

    private final History history;
    private final Audience audience;
    private final Map<String, ChannelFanout> byChannel = new HashMap<>();

    ChannelFanouts(History history, Audience audience) {
        this.history = history;
        this.audience = audience;
    }

    /** Holds a channel, whose feed is the same for all its holders, until {@link #leave}. */
    synchronized ChannelFanout join(Channel channel, Feed feed) {
        ChannelFanout fanout = byChannel.computeIfAbsent(
                channel.name(), missing -> new ChannelFanout(channel, feed, history, audience));
        fanout.holders++;
        return fanout;
    }

    synchronized void leave(ChannelFanout fanout) {
        if (--fanout.holders == 0) {
            byChannel.remove(fanout.channel.name());
            fanout.close();
        }
    }
}
