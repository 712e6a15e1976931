package dev.trunkline.history;

import dev.trunkline.broadcast.Broadcaster;
import dev.trunkline.broadcast.Channel;
import dev.trunkline.config.Settings;
import dev.trunkline.event.Event;
import dev.trunkline.event.Fingerprint;
import dev.trunkline.metrics.Meters;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The stage between broadcaster and fan-out that keeps, for clients that come back, what was published on the channels to which
 * somebody with ids listens or has listened lately (protocol, section 12). Thread-safe.
 */
@ApplicationScoped
public class History implements HeardChannel.Keeper {

    private static final String WHOLE = "whole";

    /** A part of the limit for what other processes have answered. */
    private static final int IMPORTED = 4;

    /** How long clients come back after a deployment, with what one of them has asked for, and may take to read it. */
    private static final Duration IMPORT_AGE = Duration.ofSeconds(60);

    /** The most events that one client gets: what is known of each waits in memory until the client has taken it. */
    private static final int MOST_EVENTS = 5_000;

    private static final long LEAST_SWEEP = Duration.ofMillis(50).toNanos();
    private static final long MOST_SWEEP = Duration.ofSeconds(5).toNanos();

    private final Broadcaster broadcaster;
    private final boolean enabled;
    private final long age;
    private final int process = new SecureRandom().nextInt();
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final ScheduledExecutorService scheduler;
    private final Map<String, HeardChannel> channels = new HashMap<>();
    private final Store store;
    private final Imports imports;
    private final Others others;
    private final Meters meters;

    private final LongAdder replayed = new LongAdder();

    /** How many channels have a ring. */
    private int rings;

    private long counter;
    private long outages;
    private boolean sweeping;

    @Inject
    History(Broadcaster broadcaster, Settings settings, Meters meters) {
        this(
                broadcaster,
                meters,
                settings.history().limit().asLongValue(),
                settings.history().time(),
                InstantSource.system(),
                System::nanoTime,
                Infrastructure.getDefaultWorkerPool());
    }

    /**
     * @param limit bytes; 0: nothing has an id
     * @param time how long events are kept; 0: the same
     * @param nanoTime a clock like {@link System#nanoTime()}
     * @param scheduler drops what is kept no longer
     */
    History(
            Broadcaster broadcaster,
            Meters meters,
            long limit,
            Duration time,
            InstantSource clock,
            LongSupplier nanoTime,
            ScheduledExecutorService scheduler) {
        this.broadcaster = broadcaster;
        this.meters = meters;
        this.enabled = limit > 0 && time.toNanos() > 0;
        this.age = time.toNanos();
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.scheduler = scheduler;
        this.store = new Store(limit, age);
        this.imports = new Imports(limit / IMPORTED, Math.min(age, IMPORT_AGE.toNanos()));
        this.others = new Others(broadcaster, process, this::answer, this::number, nanoTime, scheduler);
        broadcaster.beforeResubscription(this::outage);
    }

    /** Registers the meters at the start, before the first client. */
    void start(@Observes StartupEvent event) {
        meters.gauge("history_bytes", "Approximate bytes of the events kept for clients that come back", this::bytes);
        meters.gauge("history_messages", "Events kept for clients that come back", this::messages);
        meters.gauge("history_channels", "Channels whose events are kept", this::channels);
        meters.replayed(WHOLE, 0);
        for (Missed reason : Missed.values()) {
            meters.replayed(reason.label(), 0);
        }
        meters.counter("history.events.replayed", "Events that clients got that had missed them", replayed::sum);
        others.register(meters);
        if (enabled) {
            others.listen();
        }
    }

    private synchronized long bytes() {
        return store.bytes() + imports.bytes();
    }

    private synchronized long messages() {
        return store.count() + (long) imports.count();
    }

    private synchronized long channels() {
        return rings;
    }

    /** Whether events have ids for those who want them. */
    public boolean enabled() {
        return enabled;
    }

    /** How many outages of Redis there were: who has come after the last has missed nothing because of it. */
    public synchronized long outages() {
        return outages;
    }

    /**
     * Whether another process may ask for what is kept here, or this one may have asked it: whether anything is kept.
     */
    public synchronized boolean keeps() {
        return rings > 0;
    }

    /** Whether other processes can ask this one. The item never fails. */
    public Uni<Boolean> hasOthers() {
        return others.exist();
    }

    /** Opens a channel that is not open here; it may be open at the broadcaster still. */
    public synchronized HeardChannel open(Channel channel, Broadcaster.Sink sink) {
        HeardChannel lingering = channels.get(channel.name());
        if (lingering != null) {
            lingering.sink = sink;
            return lingering;
        }
        HeardChannel opened = new HeardChannel(this, channel, sink);
        channels.put(channel.name(), opened);
        opened.open(broadcaster);
        return opened;
    }

    @Override
    public synchronized void close(HeardChannel channel) {
        channel.sink = null;
        // One that Redis has refused would stay refused.
        if (channel.ring == null || !channel.confirmed) {
            channels.remove(channel.channel.name());
            forgetRing(channel);
            channel.closeAtBroadcaster();
        }
    }

    private void forgetRing(HeardChannel channel) {
        Ring ring = channel.ring;
        if (ring != null) {
            ring.interrupt(Missed.EXPIRED, 0, store::drop);
            channel.ring = null;
            if (--rings == 0) {
                others.close();
            }
        }
    }

    /** How many events were kept until now: the number of the newest. */
    public synchronized long number() {
        return counter;
    }

    /**
     * An id for a client that has got no event yet, or none since it has missed some. It means no event but a moment: behind it, the
     * client has missed nothing.
     *
     * @param heard the channels of its stream, all confirmed
     * @param number of the newest event when it came
     */
    public synchronized byte[] position(List<HeardChannel> heard, long number) {
        long from = number;
        for (HeardChannel channel : heard) {
            // One of which no event comes yet begins with a later number: then the client is told that it has missed
            // some.
            if (channel.ring != null && channel.ring.begun()) {
                from = Math.max(from, channel.ring.completeFrom());
            }
        }
        return new EventId(fingerprint(names(heard)), 0, process, from, clock.millis()).text();
    }

    /** A number for the channels of a stream. */
    private static long fingerprint(List<String> channels) {
        return Fingerprint.of(String.join(" ", channels));
    }

    private static List<String> names(List<HeardChannel> heard) {
        return heard.stream().map(each -> each.channel.name()).toList();
    }

    @Override
    public synchronized void keep(HeardChannel channel) {
        channel.listeners++;
        if (channel.ring != null) {
            return;
        }
        Ring ring = new Ring();
        if (channel.confirmed) {
            begin(ring);
        }
        channel.ring = ring;
        if (rings++ == 0) {
            others.open();
        }
        sweepLater();
    }

    /** With a number of its own: who has got what came last on another channel may have missed something on this one. */
    private void begin(Ring ring) {
        if (!ring.begun()) {
            ring.begin(++counter);
        }
    }

    @Override
    public synchronized void letGo(HeardChannel channel) {
        if (--channel.listeners == 0) {
            channel.leftAt = nanoTime.getAsLong();
        }
    }

    @Override
    public synchronized @Nullable Event confirmed(HeardChannel channel) {
        boolean again = channel.confirmedBefore;
        channel.confirmed = true;
        channel.confirmedBefore = true;
        Ring ring = channel.ring;
        if (ring == null) {
            return null;
        }
        begin(ring);
        return again ? Event.missed(Missed.OUTAGE.label(), outages) : null;
    }

    @Override
    public Event heard(HeardChannel channel, Event event) {
        if (channel.ring == null) {
            return event;
        }
        long fingerprint = Fingerprint.of(channel.fingerprint, event.fingerprint());
        long now = nanoTime.getAsLong();
        synchronized (this) {
            Ring ring = channel.ring;
            if (ring == null) {
                return event;
            }
            if (!ring.begun()) {
                // Events come before the confirmation, too, which waits for the publishers to be told.
                begin(ring);
                channel.notice = channel.confirmedBefore ? Event.missed(Missed.OUTAGE.label(), outages) : null;
            }
            EventId id = new EventId(fingerprint, ring.newest(), process, ++counter, clock.millis());
            ring.add(store.add(id, counter, now, ring, event));
            store.relieve(now, imports.bytes());
            return event.kept(id.text(), counter);
        }
    }

    /** Redis was away: all channels have missed events, and miss more until each is confirmed again. */
    private synchronized void outage() {
        outages++;
        long millis = clock.millis();
        for (HeardChannel channel : channels.values()) {
            channel.confirmed = false;
            if (channel.ring != null) {
                channel.ring.interrupt(Missed.OUTAGE, millis, store::drop);
            }
        }
        imports.clear();
    }

    /**
     * What was published on the channels of one stream after an event. Asks the other processes if this one does not know it; takes
     * at most some seconds and never fails.
     *
     * @param heard the channels, all confirmed; the caller keeps them
     * @param lastId the event's id as a client spelled it, or anything else
     */
    public Uni<Replay> resume(List<HeardChannel> heard, String lastId) {
        return find(heard, lastId).invoke(replay -> {
            meters.replayed(replay.missed() == null ? WHOLE : replay.missed().label(), 1);
            replayed.add(replay.events().size());
        });
    }

    private Uni<Replay> find(List<HeardChannel> heard, String lastId) {
        EventId id = EventId.parse(lastId);
        if (id == null) {
            return Uni.createFrom().item(Replay.missed(Missed.UNKNOWN_ID));
        }
        Replay own = known(heard, id, true);
        Missed missed = own.missed();
        if (missed == null) {
            return Uni.createFrom().item(own);
        }
        List<String> names = names(heard);
        return others.ask(names, id, () -> known(heard, id, true)).map(found -> {
            if (found.replay() != null) {
                return found.replay();
            }
            Answer answer = found.answer();
            if (answer != null && answer.missed() == null) {
                return join(heard, names, id, answer, found.end());
            }
            Missed theirs = answer == null ? Missed.UNKNOWN_ID : answer.missed();
            Missed reason = theirs == null ? missed : missed.or(theirs);
            if (!found.complete() || theirs != Missed.UNKNOWN_ID) {
                return Replay.missed(reason);
            }
            // Nobody knows for certain: twice is better than never.
            Replay possible = known(heard, id, false);
            return possible.whole() ? possible : Replay.missed(reason);
        });
    }

    /**
     * What this process knows.
     *
     * @param certainly whether an event counts only if it is the one that the id means, and no other with the same text
     */
    private synchronized Replay known(List<HeardChannel> heard, EventId id, boolean certainly) {
        long now = nanoTime.getAsLong();
        imports.relieve(now);
        store.relieve(now, imports.bytes());
        List<String> names = names(heard);
        if (id.process() == process && id.fingerprint() == fingerprint(names)) {
            return behind(heard, id.number(), List.of());
        }
        for (HeardChannel channel : heard) {
            long number = channel.ring == null ? -1 : channel.ring.position(id, names, certainly);
            if (number >= 0) {
                return behind(heard, number, List.of());
            }
        }
        Imports.Import imported = imports.find(names);
        List<Kept> missed = imported == null ? null : imported.behind(id, certainly);
        if (imported != null && missed != null) {
            return behind(heard, imported.end(), missed);
        }
        return Replay.missed(reason(heard, id));
    }

    private Missed reason(List<HeardChannel> heard, EventId id) {
        if (clock.millis() - id.millis() > TimeUnit.NANOSECONDS.toMillis(age)) {
            return Missed.EXPIRED;
        }
        Missed reason = Missed.UNKNOWN_ID;
        for (HeardChannel channel : heard) {
            if (channel.ring != null) {
                reason = reason.or(channel.ring.lostBy(id));
            }
        }
        return reason;
    }

    /** What came behind a number, and these events in front of it. */
    private Replay behind(List<HeardChannel> heard, long number, List<Kept> before) {
        List<Kept> events = new ArrayList<>(before);
        Missed missed = null;
        for (HeardChannel channel : heard) {
            Ring ring = channel.ring;
            Missed lost = ring == null ? Missed.UNKNOWN_ID : ring.lostSince(number);
            if (lost != null) {
                missed = missed == null ? lost : missed.or(lost);
            } else if (ring != null) {
                ring.after(number, events);
            }
        }
        if (missed != null) {
            return Replay.missed(missed);
        }
        if (events.size() > MOST_EVENTS) {
            return Replay.missed(Missed.TOO_MANY);
        }
        if (heard.size() > 1) {
            events.subList(before.size(), events.size()).sort(Comparator.comparingLong(event -> event.number));
        }
        return new Replay(events, counter, null);
    }

    private synchronized Replay join(
            List<HeardChannel> heard, List<String> names, EventId after, Answer answer, long end) {
        List<Kept> events = answer.events();
        Replay joined = behind(heard, end, events);
        if (joined.whole()) {
            long now = nanoTime.getAsLong();
            imports.add(new Imports.Import(names, after, events, end, now));
            store.relieve(now, imports.bytes());
            Ring ring = heard.get(0).ring;
            if (ring != null) {
                // The client may come back with it long after the import is gone, on a channel on which little happens.
                ring.nothingSince(events.isEmpty() ? after : events.get(events.size() - 1).id, names, end);
            }
        }
        return joined;
    }

    /** The answer to another process's question. */
    private synchronized Replay answer(Question question) {
        List<HeardChannel> heard = new ArrayList<>(2);
        for (String name : question.channels()) {
            HeardChannel channel = channels.get(name);
            if (channel == null || channel.ring == null) {
                return Replay.missed(Missed.UNKNOWN_ID);
            }
            heard.add(channel);
        }
        return known(heard, question.id(), true);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // never cancelled
    private void sweepLater() {
        if (sweeping) {
            return;
        }
        sweeping = true;
        long pause = Math.max(LEAST_SWEEP, Math.min(age / 8, MOST_SWEEP));
        try {
            scheduler.schedule(this::sweep, pause, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException stopped) {
            // The process ends, and its memory with it.
        }
    }

    /** Drops what nobody can ask for any more. */
    synchronized void sweep() {
        sweeping = false;
        long now = nanoTime.getAsLong();
        imports.relieve(now);
        for (Iterator<HeardChannel> each = channels.values().iterator(); each.hasNext(); ) {
            HeardChannel channel = each.next();
            if (channel.ring != null && channel.listeners == 0 && now - channel.leftAt > age) {
                forgetRing(channel);
                if (channel.sink == null) {
                    each.remove();
                    channel.closeAtBroadcaster();
                }
            }
        }
        store.relieve(now, imports.bytes());
        if (rings > 0) {
            sweepLater();
        }
    }
}
