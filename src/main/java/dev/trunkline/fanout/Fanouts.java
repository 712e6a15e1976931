package dev.trunkline.fanout;

import dev.trunkline.audience.Audience;
import dev.trunkline.broadcast.Broadcaster;
import dev.trunkline.broadcast.Channel;
import dev.trunkline.stream.Feed;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;

/** The channels that somebody in this process listens to: each is listened to once, however many share it. */
@ApplicationScoped
class Fanouts {

    private final Broadcaster broadcaster;
    private final Audience audience;
    private final Map<String, Fanout> byChannel = new HashMap<>();

    Fanouts(Broadcaster broadcaster, Audience audience) {
        this.broadcaster = broadcaster;
        this.audience = audience;
    }

    /** Holds a channel, whose feed is the same for all its holders, until {@link #leave}. */
    synchronized Fanout join(Channel channel, Feed feed) {
        Fanout fanout =
                byChannel.computeIfAbsent(channel.name(), missing -> new Fanout(channel, feed, broadcaster, audience));
        fanout.holders++;
        return fanout;
    }

    synchronized void leave(Fanout fanout) {
        if (--fanout.holders == 0) {
            byChannel.remove(fanout.channel.name());
            fanout.close();
        }
    }
}
