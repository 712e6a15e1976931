package dev.trunkline.history;

import dev.trunkline.broadcast.Broadcaster;
import dev.trunkline.broadcast.Channel;
import dev.trunkline.event.Event;
import dev.trunkline.event.Fingerprint;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/**
 * A channel that is open at the broadcaster, whose events may be kept. It stays open there for a while after it was closed here, if
 * somebody may come back to it; opened again in time, it is the same.
 */
public final class HeardChannel {

    private final Keeper keeper;
    final Channel channel;

    /** See {@link Fingerprint}. */
    final long fingerprint;

    private Broadcaster.@Nullable OpenChannel open;

    /** Null while nobody but the history gets the events. */
    volatile Broadcaster.@Nullable Sink sink;

    /** Null while nothing is kept; guarded by the history, as what follows. */
    volatile @Nullable Ring ring;

    /** Whether it is confirmed since the last outage. */
    boolean confirmed;

    /** Whether it has ever been. */
    boolean confirmedBefore;

    /** What listeners are told before the next event; set and taken on the broadcaster's thread. */
    @Nullable
    Event notice;

    /** How many listeners have ids. */
    int listeners;

    /** Since when there are none, as {@link System#nanoTime()} counts. */
    long leftAt;

    /** Keeps the events of all channels. */
    interface Keeper {

        /** An event has come. Returns it with its id if it is kept. */
        Event heard(HeardChannel channel, Event event);

        /** The channel's events come from here on. Returns what is told to those who listen if some were missed. */
        @Nullable
        Event confirmed(HeardChannel channel);

        void keep(HeardChannel channel);

        void letGo(HeardChannel channel);

        void close(HeardChannel channel);
    }

    HeardChannel(Keeper keeper, Channel channel, Broadcaster.Sink sink) {
        this.keeper = keeper;
        this.channel = channel;
        this.fingerprint = Fingerprint.of(channel.name());
        this.sink = sink;
    }

    void open(Broadcaster broadcaster) {
        open = broadcaster.open(channel, new FromBroadcaster());
    }

    void closeAtBroadcaster() {
        if (open != null) {
            open.close();
        }
    }

    /** See {@link Broadcaster.OpenChannel#confirmed()}. */
    public Uni<Void> confirmed() {
        return open == null ? Uni.createFrom().voidItem() : open.confirmed();
    }

    /** A listener with ids has come: from now on the events have ids, and are kept. */
    public void keep() {
        keeper.keep(this);
    }

    /** A listener with ids has left. */
    public void letGo() {
        keeper.letGo(this);
    }

    /** The sink gets no more events. To be called once, after all listeners have left. */
    public void close() {
        keeper.close(this);
    }

    private final class FromBroadcaster implements Broadcaster.Sink {

        @Override
        public void event(Event event) {
            Event heard = keeper.heard(HeardChannel.this, event);
            Event first = notice;
            if (first != null) {
                notice = null;
                pass(first);
            }
            pass(heard);
        }

        @Override
        public void confirmed() {
            Event missed = keeper.confirmed(HeardChannel.this);
            Broadcaster.Sink current = sink;
            if (current != null) {
                current.confirmed();
            }
            if (missed != null) {
                pass(missed);
            }
        }

        private void pass(Event event) {
            Broadcaster.Sink current = sink;
            if (current != null) {
                current.event(event);
            }
        }
    }
}
