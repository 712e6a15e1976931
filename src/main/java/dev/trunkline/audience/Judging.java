package dev.trunkline.audience;

import dev.trunkline.event.Event;

/** The audience's stage for one channel. */
public interface Judging {

    /** Takes the channel's next event; on the broadcaster's thread. */
    void add(Event event);

    /** Drops the events that wait for their checks. */
    void close();
}
