package dev.trunkline.broadcast;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys {@code subscribed:<channel>}, which tell the publishers that somebody listens (protocol, section 7). They are
 * set and renewed once per channel and process, and never deleted: another process may have listeners.
 */
final class Announcements {

    static final Duration RENEWAL = Duration.ofMinutes(6);
    private static final Duration EXPIRY = Duration.ofMinutes(18);

    private final String prefix;

    Announcements(String prefix) {
        this.prefix = prefix;
    }

    /** What sets the keys of these channels. */
    List<Request> of(List<ListenedChannel> channels) {
        List<Request> commands = new ArrayList<>(channels.size());
        for (ListenedChannel listened : channels) {
            commands.add(of(prefix, listened.channel.name(), EXPIRY));
        }
        return commands;
    }

    /** What sets the key of one channel. */
    static Request of(String prefix, String channel, Duration expiry) {
        return Request.cmd(Command.SET)
                .arg(prefix + "subscribed:" + channel)
                .arg("1")
                .arg("EX")
                .arg(expiry.toSeconds());
    }
}
