package dev.trunkline.fanout;

import dev.trunkline.broadcast.Broadcaster;
import dev.trunkline.broadcast.Channel;
import dev.trunkline.broadcast.SystemChannel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The system channels that are open by their names, because Redis does not let this process subscribe to all of them at once.
 * Thread-safe.
 */
final class NamedChannels {

    private final Broadcaster broadcaster;
    private final Predicate<SystemChannel> watched;
    private final Function<SystemChannel, Broadcaster.Sink> sinks;
    private final Map<SystemChannel, Broadcaster.OpenChannel> open = new HashMap<>();
    private volatile boolean needed;

    /**
     * @param watched whether a channel concerns a connection
     * @param sinks who gets a channel's events
     */
    NamedChannels(
            Broadcaster broadcaster,
            Predicate<SystemChannel> watched,
            Function<SystemChannel, Broadcaster.Sink> sinks) {
        this.broadcaster = broadcaster;
        this.watched = watched;
        this.sinks = sinks;
    }

    /** From now on the channels have to be open that concern a connection: these, and those of which {@link #changed} tells. */
    void need(Iterable<SystemChannel> channels) {
        // Before the channels are read: one that is missing among them is changed later, and changed sees this.
        needed = true;
        channels.forEach(this::changed);
    }

    /** From now on none of them has to be open. */
    void needNone() {
        needed = false;
        List<SystemChannel> before;
        synchronized (this) {
            before = List.copyOf(open.keySet());
        }
        before.forEach(this::adjust);
    }

    /** Called after a channel has got a connection or lost its last one. */
    void changed(SystemChannel channel) {
        if (needed) {
            adjust(channel);
        }
    }

    /** Opens or closes the channel as things are now: whoever comes last sees what all have done. */
    private synchronized void adjust(SystemChannel channel) {
        if (needed && watched.test(channel)) {
            open.computeIfAbsent(channel, missing -> broadcaster.open(Channel.of(missing), sinks.apply(missing)));
        } else {
            Broadcaster.OpenChannel former = open.remove(channel);
            if (former != null) {
                former.close();
            }
        }
    }

    /** The channel if it is open. */
    synchronized Broadcaster.@Nullable OpenChannel find(SystemChannel channel) {
        return open.get(channel);
    }
}
