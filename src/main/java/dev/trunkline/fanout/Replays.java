package dev.trunkline.fanout;

import dev.trunkline.audience.Audience;
import dev.trunkline.audience.Listener;
import dev.trunkline.audience.Verdict;
import dev.trunkline.event.Event;
import dev.trunkline.history.HeardChannel;
import dev.trunkline.history.History;
import dev.trunkline.history.Kept;
import dev.trunkline.history.Missed;
import dev.trunkline.history.Replay;
import dev.trunkline.stream.Feed;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what a client has missed, and what it may see of it now (protocol, section 12). */
@ApplicationScoped
class Replays {

    private final History history;
    private final Audience audience;

    /**
     * What a client gets that comes back.
     *
     * @param verdicts one for each event
     * @param upTo see {@link Replay#upTo()}
     * @param reason why it does not get everything; null if it does
     */
    record Checked(
            List<Kept> events,
            List<Verdict> verdicts,
            long upTo,
            @Nullable Missed reason) {

        /** Whether the client has missed nothing, or gets nothing of what came last. */
        boolean endsUnseen() {
            return reason == null
                    && (verdicts.isEmpty() || !verdicts.get(verdicts.size() - 1).admits());
        }

        static Checked missed(Missed reason) {
            return new Checked(List.of(), List.of(), 0, reason);
        }
    }

    Replays(History history, Audience audience) {
        this.history = history;
        this.audience = audience;
    }

    /** See {@link History#outages()}. */
    long outages() {
        return history.outages();
    }

    /** See {@link History#number()}. */
    long number() {
        return history.number();
    }

    /** See {@link History#position}. */
    byte[] position(List<HeardChannel> channels, long number) {
        return history.position(channels, number);
    }

    /**
     * What a listener has missed.
     *
     * @param lastId as the client spelled it
     */
    Uni<Checked> find(List<HeardChannel> channels, String lastId, Feed feed, Listener listener) {
        return history.resume(channels, lastId).flatMap(replay -> check(replay, feed, listener));
    }

    private Uni<Checked> check(Replay replay, Feed feed, Listener listener) {
        if (replay.missed() != null) {
            return Uni.createFrom().item(Checked.missed(replay.missed()));
        }
        List<Event> events = new ArrayList<>(replay.events().size());
        for (Kept kept : replay.events()) {
            Event event = kept.event();
            if (event == null) {
                // Dropped since it was found.
                return Uni.createFrom().item(Checked.missed(Missed.TOO_MANY));
            }
            events.add(event);
        }
        return audience.recheck(feed, events, listener)
                .map(verdicts -> new Checked(replay.events(), verdicts, replay.upTo(), null));
    }
}
