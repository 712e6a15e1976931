package dev.trunkline.audience;

import dev.trunkline.config.Settings;
import dev.trunkline.event.Event;
import dev.trunkline.filter.KeywordFilters;
import dev.trunkline.metrics.Meters;
import dev.trunkline.stream.Feed;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.function.Consumer;

/**
 * The stage between broadcaster and subscriptions: finds out who may see an event, once per event, whatever the number of
 * listeners.
 *
 * <p>A channel's events leave in the order in which they came, however long their checks take. A status whose checks cannot
 * be made is withheld from the listeners who need them.
 */
@ApplicationScoped
public class Audience {

    private final KeywordFilters filters;
    private final Withholdings withholdings;
    private final RecentStatuses recent;
    private final Backlog backlog;
    private final ReplayChecks replays;

    Audience(AccountChecks checks, KeywordFilters filters, Withholdings withholdings, Settings settings) {
        this.filters = filters;
        this.withholdings = withholdings;
        this.recent = new RecentStatuses(checks, System::nanoTime);
        this.replays = new ReplayChecks(
                checks,
                withholdings,
                settings.checkTimeLimit(),
                Infrastructure.getDefaultWorkerPool(),
                System::nanoTime);
        this.backlog =
                new Backlog(settings.backlogLimit().map(MemorySize::asLongValue).orElseGet(Backlog::defaultLimit));
    }

    /** Registers the gauge at the start, before the first subscription. */
    void start(@Observes StartupEvent event, Meters meters) {
        meters.gauge("audience_backlog_bytes", "Bytes of events that wait for their checks", backlog::held);
    }

    /**
     * Judges the events of one channel.
     *
     * @param feed decides which checks the channel's statuses need
     * @param listeners the channel's listeners, read when an event arrives
     * @param judged gets the events, one at a time, in their order
     */
    public Judging judge(Feed feed, Listeners listeners, Consumer<Judged> judged) {
        return feed == Feed.UNFILTERED
                ? new Unfiltered(judged)
                : new ChannelQueue(listeners, recent, backlog, withholdings, judged);
    }

    /**
     * Judges events that a viewer has missed, as everything is now (protocol, section 12). Viewers who come back at about the
     * same time share the work.
     *
     * @param feed decides which checks the statuses among the events need
     * @param events never changes; an event that several viewers have missed is the same object for all of them
     * @return what the listener gets of each event, in the order of the events: within the time limit of the checks, on any
     *     thread. It never fails: what cannot be checked is withheld, and counted. Cancelling the subscription saves the work
     *     that nobody else needs
     */
    public Uni<List<Verdict>> recheck(Feed feed, List<Event> events, Listener listener) {
        return feed == Feed.UNFILTERED
                ? Uni.createFrom().item(ReplayChecks.asPublished(events))
                : replays.verdicts(events, listener);
    }

    /** The stage of a channel whose events need no check. */
    private record Unfiltered(Consumer<Judged> judged) implements Judging {

        @Override
        public void add(Event event) {
            judged.accept(Judged.unchecked(event));
        }

        @Override
        public void close() {
            // Nothing waits here.
        }
    }

    /**
     * Drops the cached keyword filters of an account, because they have changed or a change may have been missed (protocol,
     * section 6). May be called on any thread.
     */
    public void filtersChanged(long account) {
        filters.forget(account);
    }
}
