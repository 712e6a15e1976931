package dev.trunkline.broadcast;

import dev.trunkline.redis.RedisCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys {@code subscribed:<channel>}, which tell the publishers that a channel has subscribers (protocol, section 7). They
 * are set and renewed once per channel and process, and never deleted: another process may have subscribers, too.
 */
final class Announcements {

    static final Duration RENEWAL = Duration.ofMinutes(6);
    private static final Duration EXPIRY = Duration.ofMinutes(18);

    private final Namespace namespace;

    Announcements(Namespace namespace) {
        this.namespace = namespace;
    }

    /** The commands that set the keys of these channels. */
    List<RedisCommand> of(List<BookedChannel> channels) {
        List<RedisCommand> commands = new ArrayList<>(channels.size());
        for (BookedChannel booked : channels) {
            commands.add(of(booked.channel.name(), EXPIRY));
        }
        return commands;
    }

    /** The command that sets the key of one channel. */
    RedisCommand of(String channel, Duration expiry) {
        return RedisCommand.of(
                "SET", namespace.with("subscribed:" + channel), "1", "EX", Long.toString(expiry.toSeconds()));
    }
}
