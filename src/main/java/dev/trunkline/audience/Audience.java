package dev.trunkline.audience;

import dev.trunkline.config.Settings;
import dev.trunkline.event.Event;
import dev.trunkline.filter.KeywordFilters;
import dev.trunkline.metrics.Meters;
import dev.trunkline.stream.Feed;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * The stage between broadcaster and subscriptions: finds out, once per event however many listen, who may see it.
 *
 * <p>Whatever the checks take, a channel's events leave in the order in which they came; a status whose checks cannot be
 * made leaves as one that those who need them do not get.
 */
@ApplicationScoped
public class Audience {

    private final KeywordFilters filters;
    private final Withholdings withholdings;
    private final RecentStatuses recent;
    private final Backlog backlog;

    Audience(Checks checks, KeywordFilters filters, Withholdings withholdings, Settings settings) {
        this.filters = filters;
        this.withholdings = withholdings;
        this.recent = new RecentStatuses(checks, System::nanoTime);
        this.backlog = new Backlog(settings.backlogLimit().asLongValue());
    }

    /** The gauge is there from the start, before anybody listens. */
    void start(@Observes StartupEvent event, Meters meters) {
        meters.gauge("audience_backlog_bytes", "Bytes of events that wait for checks to be made", backlog::held);
    }

    /**
     * Judges the events of one channel.
     *
     * @param feed which checks the channel's statuses go through
     * @param listeners who listens to the channel when an event arrives
     * @param events the channel's events in their order, all on the broadcaster's thread
     */
    public Multi<Judged> judge(Feed feed, Listeners listeners, Multi<Event> events) {
        if (feed == Feed.UNFILTERED) {
            return events.map(Judged::unchecked);
        }
        return Multi.createFrom()
                .emitter(
                        emitter -> {
                            ChannelQueue queue =
                                    new ChannelQueue(listeners, recent, backlog, withholdings, emitter::emit);
                            Cancellable upstream = events.subscribe().with(queue::add);
                            emitter.onTermination(() -> {
                                upstream.cancel();
                                queue.close();
                            });
                        },
                        // The queue in front is bounded, and whoever comes next takes what there is.
                        BackPressureStrategy.IGNORE);
    }

    /**
     * Forgets what is held of an account's keyword filters: they have changed, or a change may have been missed (protocol,
     * section 6). From any thread.
     */
    public void filtersChanged(long account) {
        filters.forget(account);
    }
}
