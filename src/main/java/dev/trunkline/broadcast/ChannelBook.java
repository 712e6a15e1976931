package dev.trunkline.broadcast;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The book of channels: which ones are wanted, what Redis has been asked, and what Redis has confirmed. It does no I/O: the
 * broadcaster takes the changes out, tells Redis, and enters the answers. Used on the broadcaster's event loop only.
 */
final class ChannelBook {

    /** The commands that Redis has to get, in this order; they count as sent. */
    record Changes(List<BookedChannel> announce, List<BookedChannel> unsubscribe, List<BookedChannel> subscribe) {}

    private final Map<String, BookedChannel> channels = new HashMap<>();
    private final Set<BookedChannel> changed = new LinkedHashSet<>();

    /**
     * The channel is wanted from now on.
     *
     * @param name the channel's name in Redis, as in all methods
     */
    void open(String name, Channel channel, Broadcaster.Sink sink) {
        BookedChannel booked = channels.get(name);
        if (booked == null) {
            booked = new BookedChannel(name, channel, sink);
            channels.put(name, booked);
        } else {
            booked.want(sink);
        }
        changed.add(booked);
    }

    /** The channel is no longer wanted. */
    void close(String name) {
        BookedChannel booked = channels.get(name);
        if (booked != null) {
            booked.unwant();
            changed.add(booked);
            forgetIfFinished(booked);
        }
    }

    @Nullable
    BookedChannel find(String name) {
        return channels.get(name);
    }

    int size() {
        return channels.size();
    }

    /** The commands for all channels that have changed since the last time. */
    Changes takeChanges() {
        Changes changes = new Changes(
                taken(changed, BookedChannel::takeAnnouncement),
                taken(changed, BookedChannel::takeUnsubscribe),
                taken(changed, BookedChannel::takeSubscribe));
        changed.clear();
        return changes;
    }

    /** The channels whose keys are not set yet. */
    List<BookedChannel> takeAnnouncements() {
        return taken(channels.values(), BookedChannel::takeAnnouncement);
    }

    /** The channels whose keys have to be renewed. */
    List<BookedChannel> renewals() {
        return taken(channels.values(), BookedChannel::needsRenewal);
    }

    /** Redis has answered the channel's oldest outstanding SUBSCRIBE or UNSUBSCRIBE. */
    void answered(String name) {
        BookedChannel booked = channels.get(name);
        if (booked != null) {
            booked.answered();
            forgetIfFinished(booked);
        }
    }

    /** Redis has refused the oldest outstanding SUBSCRIBE or UNSUBSCRIBE of these channels. */
    void refused(List<String> names, BroadcasterUnavailable reason) {
        for (String name : names) {
            BookedChannel booked = channels.get(name);
            if (booked != null) {
                booked.refused(reason);
                forgetIfFinished(booked);
            }
        }
    }

    /** Redis has set the keys of these channels. */
    void announced(List<BookedChannel> batch) {
        batch.forEach(booked -> booked.announced(true));
    }

    /** Redis has not set the keys of these channels. */
    void notAnnounced(List<BookedChannel> batch, BroadcasterUnavailable reason) {
        batch.forEach(booked -> booked.announced(false));
        batch.forEach(booked -> booked.fail(reason));
    }

    /** A new connection: Redis has to be asked everything again. */
    void connected() {
        changed.clear();
        // The system channels first: a kill or a change of filters must not come later than the events that it
        // concerns.
        channels.values().stream()
                .sorted(Comparator.comparing(booked -> booked.channel.announced()))
                .forEach(changed::add);
    }

    /** The connection is lost: nothing is confirmed any more. */
    void lost(BroadcasterUnavailable reason) {
        for (BookedChannel booked : List.copyOf(channels.values())) {
            booked.reset();
            booked.fail(reason);
            forgetIfFinished(booked);
        }
        changed.clear();
    }

    private static List<BookedChannel> taken(Collection<BookedChannel> from, Predicate<BookedChannel> which) {
        return from.stream().filter(which).toList();
    }

    private void forgetIfFinished(BookedChannel booked) {
        if (booked.finished()) {
            channels.remove(booked.name);
            changed.remove(booked);
        }
    }
}
