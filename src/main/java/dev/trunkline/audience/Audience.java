package dev.trunkline.audience;

import dev.trunkline.event.Event;
import dev.trunkline.stream.Feed;
import io.smallrye.mutiny.Multi;

/**
 * The stage between broadcaster and subscriptions: finds out, once per event however many listen, who may see it.
 *
 * <p>Whatever the checks take, events leave in the order in which they came; an event whose checks cannot be made leaves
 * with verdicts that admit nobody who needs them.
 */
public interface Audience {

    /**
     * Judges the events of one channel.
     *
     * @param feed which checks the channel's statuses go through
     * @param events the channel's events in their order
     */
    Multi<Judged> judge(Feed feed, Multi<Event> events);
}
