package dev.trunkline.history;

import dev.trunkline.broadcast.Broadcaster;
import dev.trunkline.broadcast.Channel;
import dev.trunkline.event.Event;
import dev.trunkline.event.RecentMessages;
import dev.trunkline.metrics.LogLimit;
import dev.trunkline.metrics.Meters;
import dev.trunkline.metrics.Reason;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks the other processes for what they have kept, and answers them, over Redis (protocol, section 12). A question goes to all
 * processes, the one that asks included: where it stands among the events that this one hears is where the answers end.
 *
 * <p>Few questions are under way at a time, since Redis disconnects who does not read as fast as others write; the rest waits. Thread-safe.
 */
final class Others {

    private static final Logger LOG = Logger.getLogger(Others.class);

    /** The channel on which all processes ask. */
    private static final Channel QUESTIONS = Channel.internal("trunkline:history:questions");

    private static final String ANSWERS = "trunkline:history:answers:";

    /** The largest answer, in bytes. */
    private static final long LARGEST = 1 << 20;

    /** Questions that have been sent and not been answered by all. */
    private static final int UNDER_WAY = 8;

    /** The bytes of all answers to questions that came together. */
    private static final long ALL_ANSWERS = 4 << 20;

    /** Questions that wait to be sent, or for the answer to another. */
    private static final int WAITING = 20_000;

    /** How long others may take to answer, from when Redis has handed them the question. */
    private static final long PATIENCE = Duration.ofSeconds(2).toNanos();

    /** How long a question may wait to be sent, and how long it may take in any case. */
    private static final long LONGEST_WAIT = Duration.ofSeconds(5).toNanos();

    private final Broadcaster broadcaster;
    private final int process;
    private final Function<Question, Replay> own;
    private final LongSupplier position;
    private final LongSupplier nanoTime;
    private final RecentMessages recent = new RecentMessages(ALL_ANSWERS);
    private final ScheduledExecutorService scheduler;
    private final LogLimit logLimit = new LogLimit();
    private final LongAdder asked = new LongAdder();
    private final LongAdder answered = new LongAdder();
    private final LongAdder unanswered = new LongAdder();

    private final Map<Long, Asked> underWay = new HashMap<>();
    private final Queue<Asked> waiting = new ArrayDeque<>();

    /**
     * The first question about the channels of a stream; others about them wait for its answer, which may be theirs, too. What is not
     * answered by that is asked at once, equal questions together.
     */
    private final Map<List<String>, Asked> byChannels = new HashMap<>();

    /** The questions that have not ended. */
    private int open;

    private Broadcaster.@Nullable OpenChannel questions;
    private Broadcaster.@Nullable OpenChannel answers;
    private long lastNumber;

    /**
     * What came of a question.
     *
     * @param replay what this process knows by now; null if it does not
     * @param answer null if nobody has answered
     * @param end this process's number at the moment up to which the answer goes
     * @param complete whether all others have answered, if there are any
     */
    record Found(@Nullable Replay replay, @Nullable Answer answer, long end, boolean complete) {

        static final Found NOTHING = new Found(null, null, 0, false);

        Found incomplete() {
            return new Found(replay, answer, end, false);
        }
    }

    /**
     * @param own answers a question of another process
     * @param position the number of the newest event that this process has kept
     */
    Others(
            Broadcaster broadcaster,
            int process,
            Function<Question, Replay> own,
            LongSupplier position,
            LongSupplier nanoTime,
            ScheduledExecutorService scheduler) {
        this.broadcaster = broadcaster;
        this.process = process;
        this.own = own;
        this.position = position;
        this.nanoTime = nanoTime;
        this.scheduler = scheduler;
    }

    void register(Meters meters) {
        meters.counter("history.questions", "Questions asked of other processes", asked::sum);
        meters.counter(
                "history.questions.unanswered",
                "Questions that not all processes have answered in time",
                unanswered::sum);
        meters.counter("history.answers", "Questions of other processes answered with events", answered::sum);
    }

    private Channel answersTo(int asker) {
        return Channel.internal(ANSWERS + Integer.toHexString(asker));
    }

    /** From now on it hears questions. Others count it, even while it has nothing to answer. */
    synchronized void listen() {
        questions = broadcaster.open(QUESTIONS, new Messages(this::hear));
    }

    /** From now on it can ask. */
    synchronized void open() {
        if (questions == null) {
            listen();
        }
        answers = broadcaster.open(answersTo(process), new Messages(this::read));
    }

    /** There is nobody who asks. */
    synchronized void close() {
        if (answers != null) {
            answers.close();
            answers = null;
        }
    }

    /** Whether other processes hear questions. The item never fails. */
    Uni<Boolean> exist() {
        Question.Batch nothing = new Question.Batch(process, List.of(), 0);
        return broadcaster
                .send(QUESTIONS, nothing.encode())
                .map(processes -> processes > 1)
                .onFailure()
                .recoverWithItem(false);
    }

    /**
     * Asks the others; the item never fails, and comes on any thread.
     *
     * @param again looks whether this process knows it by now, from an answer to a question about the same channels
     */
    Uni<Found> ask(List<String> channels, EventId id, Supplier<Replay> again) {
        Broadcaster.OpenChannel mine;
        synchronized (this) {
            mine = answers;
        }
        if (mine == null) {
            return Uni.createFrom().item(Found.NOTHING);
        }
        return mine.confirmed()
                .onItemOrFailure()
                .transformToUni((confirmed, failure) -> failure == null
                        ? Uni.createFrom().emitter(emitter -> {
                            AtomicBoolean left = new AtomicBoolean();
                            emitter.onTermination(() -> left.set(true));
                            add(new Asked(channels, id, again, nanoTime.getAsLong(), emitter::complete, left::get));
                        })
                        : Uni.createFrom().item(Found.NOTHING));
    }

    private void add(Asked question) {
        boolean full;
        synchronized (this) {
            full = open >= WAITING;
            if (!full) {
                open++;
                Asked first = byChannels.putIfAbsent(question.channels, question);
                if (first != null) {
                    first.followers.add(question);
                    return;
                }
                waiting.add(question);
            }
        }
        if (full) {
            question.result.accept(Found.NOTHING);
        } else {
            sendNext();
        }
    }

    /** Sends questions while few are under way; those that wait at the same time in one message. */
    private void sendNext() {
        List<Asked> batch = new ArrayList<>();
        List<Asked> late = new ArrayList<>();
        synchronized (this) {
            long now = nanoTime.getAsLong();
            while (underWay.size() < UNDER_WAY && !waiting.isEmpty()) {
                Asked next = waiting.remove();
                if (next.abandoned() || now - next.since > LONGEST_WAIT) {
                    late.add(next);
                } else {
                    next.number = ++lastNumber;
                    underWay.put(next.number, next);
                    batch.add(next);
                }
            }
        }
        late.forEach(question -> finish(question, Found.NOTHING));
        if (batch.isEmpty()) {
            return;
        }
        asked.add(batch.size());
        Question.Batch message = new Question.Batch(
                process,
                batch.stream()
                        .map(each -> new Question(each.number, each.channels, each.id))
                        .toList(),
                0);
        broadcaster
                .send(QUESTIONS, message.encode())
                .subscribe()
                .with(
                        processes -> {
                            batch.forEach(question -> expect(question, processes - 1));
                            later(PATIENCE, () -> callLast(batch));
                        },
                        failure -> failed(batch, failure));
        // Whatever becomes of the messages.
        later(LONGEST_WAIT, () -> batch.forEach(this::giveUp));
    }

    private void failed(List<Asked> batch, Throwable failure) {
        if (logLimit.allows("send")) {
            LOG.warnf("Other processes cannot be asked for missed events: %s", Reason.of(failure));
        }
        batch.forEach(this::giveUp);
    }

    /**
     * Ends the time for answers. They may have come without having been read: a process that has just started is slow, and that is when
     * many clients come to it. So it does not ask the clock but sends a message that comes behind them.
     */
    private void callLast(List<Asked> batch) {
        long last;
        synchronized (this) {
            last = batch.stream()
                    .filter(question -> !question.ended)
                    .mapToLong(question -> question.number)
                    .max()
                    .orElse(0);
        }
        if (last > 0) {
            broadcaster
                    .send(QUESTIONS, new Question.Batch(process, List.of(), last).encode())
                    .subscribe()
                    .with(sent -> {}, failure -> failed(batch, failure));
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a question that has ended is not ended again
    private void later(long nanos, Runnable task) {
        try {
            scheduler.schedule(task, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException stopped) {
            // The process ends, and its clients' connections have ended.
        }
    }

    /** Not all have answered in time. */
    private void giveUp(Asked question) {
        synchronized (this) {
            if (question.ended) {
                return;
            }
        }
        unanswered.increment();
        finish(question, question.best.incomplete());
    }

    /** So many others have got the question. */
    private void expect(Asked question, long processes) {
        boolean all;
        synchronized (this) {
            question.expected = processes;
            all = question.replies >= processes;
        }
        if (all) {
            finish(question, question.best);
        }
    }

    /** Ends a question, and those that are equal; without effect if it has ended. */
    private void finish(Asked question, Found found) {
        List<Asked> followers = List.of();
        synchronized (this) {
            if (question.ended) {
                return;
            }
            question.ended = true;
            underWay.remove(question.number);
            open -= 1 + question.equal.size();
            if (byChannels.remove(question.channels, question)) {
                followers = List.copyOf(question.followers);
                question.followers.clear();
            }
        }
        question.result.accept(found);
        if (!question.equal.isEmpty()) {
            List<Asked> equals = List.copyOf(question.equal);
            scheduler.execute(() -> equals.forEach(equal -> equal.result.accept(found)));
        }
        if (!followers.isEmpty()) {
            List<Asked> all = followers;
            // Thousands may have followed: not on the thread that hears Redis.
            scheduler.execute(() -> goOn(all));
        }
        sendNext();
    }

    /** The questions that have waited for the answer to another. */
    private void goOn(List<Asked> followers) {
        Map<EventId, Asked> unknown = new LinkedHashMap<>();
        int ended = 0;
        for (Asked follower : followers) {
            Replay known = follower.abandoned() ? null : follower.again.get();
            if (known == null || known.whole() || nanoTime.getAsLong() - follower.since > LONGEST_WAIT) {
                ended++;
                follower.result.accept(
                        known != null && known.whole() ? new Found(known, null, 0, true) : Found.NOTHING);
            } else {
                Asked same = unknown.putIfAbsent(follower.id, follower);
                if (same != null) {
                    same.equal.add(follower);
                }
            }
        }
        synchronized (this) {
            open -= ended;
            waiting.addAll(unknown.values());
        }
        sendNext();
    }

    /** Questions of a process, perhaps of this one. */
    private void hear(byte[] message) throws IOException {
        Question.Batch batch = Question.Batch.decode(message);
        if (batch.process() == process) {
            // Not within the lock: the history opens and closes this within its own.
            long now = position.getAsLong();
            List<Asked> over;
            synchronized (this) {
                for (Question question : batch.questions()) {
                    Asked mine = underWay.get(question.number());
                    if (mine != null) {
                        mine.end = now;
                        mine.heard = true;
                    }
                }
                over = underWay.values().stream()
                        .filter(question -> question.number <= batch.last())
                        .toList();
            }
            over.forEach(this::giveUp);
            return;
        }
        List<Answer> ready = new ArrayList<>();
        long size = 0;
        long all = 0;
        for (Question question : batch.questions()) {
            Replay replay = own.apply(question);
            Answer answer = new Answer(question.number(), replay.events(), replay.missed());
            if (answer.size() > LARGEST || all + answer.size() > ALL_ANSWERS) {
                answer = new Answer(question.number(), List.of(), Missed.TOO_MANY);
            }
            if (size > 0 && size + answer.size() > LARGEST) {
                send(batch.process(), ready);
                ready.clear();
                size = 0;
            }
            ready.add(answer);
            size += answer.size();
            all += answer.size();
            if (answer.missed() == null) {
                answered.increment();
            }
        }
        if (!ready.isEmpty()) {
            send(batch.process(), ready);
        }
    }

    private void send(int asker, List<Answer> ready) {
        broadcaster
                .send(answersTo(asker), Answer.encode(ready, nanoTime.getAsLong()))
                .subscribe()
                .with(gone -> {}, failure -> {
                    if (logLimit.allows("answer")) {
                        LOG.warnf("Another process could not be answered: %s", Reason.of(failure));
                    }
                });
    }

    private List<Answer> decode(byte[] message) throws IOException {
        synchronized (recent) {
            return Answer.decode(message, recent, nanoTime.getAsLong());
        }
    }

    /** Another process's answers. */
    private void read(byte[] message) throws IOException {
        for (Answer answer : decode(message)) {
            Asked question;
            boolean over;
            synchronized (this) {
                question = underWay.get(answer.number());
                if (question == null || !question.heard) {
                    continue;
                }
                question.replies++;
                Answer before = question.best.answer();
                Missed reason = answer.missed();
                if (reason == null
                        || before == null
                        || (before.missed() != null && reason.or(before.missed()) == reason)) {
                    question.best = new Found(null, answer, question.end, true);
                }
                over = reason == null || question.replies == question.expected;
            }
            if (over) {
                finish(question, question.best);
            }
        }
    }

    /** A question of this process. Guarded by {@link Others}, except for what is final. */
    private static final class Asked {

        private final List<String> channels;
        private final EventId id;
        private final Supplier<Replay> again;
        private final Consumer<Found> result;
        private final BooleanSupplier abandoned;
        private final long since;
        private final List<Asked> followers = new ArrayList<>(0);
        private final List<Asked> equal = new ArrayList<>(0);

        private long number;
        private boolean heard;
        private long end;
        private long replies;
        private long expected = -1;
        private volatile Found best = new Found(null, null, 0, true);
        private boolean ended;

        Asked(
                List<String> channels,
                EventId id,
                Supplier<Replay> again,
                long since,
                Consumer<Found> result,
                BooleanSupplier abandoned) {
            this.channels = channels;
            this.id = id;
            this.again = again;
            this.since = since;
            this.result = result;
            this.abandoned = abandoned;
        }

        /** Whether its client has left, and nobody else waits for the answer. */
        boolean abandoned() {
            return abandoned.getAsBoolean() && equal.isEmpty() && followers.isEmpty();
        }
    }

    /** What takes a message apart. */
    @FunctionalInterface
    private interface Reader {

        void read(byte[] message) throws IOException;
    }

    private final class Messages implements Broadcaster.Sink {

        private final Reader reader;

        Messages(Reader reader) {
            this.reader = reader;
        }

        @Override
        public void event(Event event) {
            throw new IllegalStateException("An internal channel has no events");
        }

        @Override
        public void message(byte[] message) {
            try {
                reader.read(message);
            } catch (IOException | RuntimeException nonsense) {
                if (logLimit.allows("message")) {
                    LOG.warnf("A message between processes was not understood: %s", Reason.of(nonsense));
                }
            }
        }
    }
}
