package dev.trunkline.audience;

import dev.trunkline.event.Event;
import dev.trunkline.stream.Feed;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;

/** Admits everybody to everything: language, feed access, relationship and keyword checks are not made yet. */
@ApplicationScoped
public class UncheckedAudience implements Audience {

    @Override
    public Multi<Judged> judge(Feed feed, Multi<Event> events) {
        return events.map(event -> new Judged(event, Verdicts.EVERYBODY));
    }
}
