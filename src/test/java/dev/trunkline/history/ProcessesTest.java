package dev.trunkline.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.broadcast.Channel;
import dev.trunkline.broadcast.InMemoryBroadcaster;
import dev.trunkline.event.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How a process asks others, and what becomes of it when they do not answer. */
class ProcessesTest {

    private static final String PUBLIC = "timeline:public";
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final TestTime time = new TestTime();
    private final MessagesOnHold.Line line = new MessagesOnHold.Line();
    private final List<InMemoryBroadcaster> all = new CopyOnWriteArrayList<>();
    private final TestProcess old = process();
    private final TestProcess fresh = process();

    private TestProcess process() {
        InMemoryBroadcaster redis = new InMemoryBroadcaster(all);
        return new TestProcess(redis, new MessagesOnHold(redis, line), time, 64 << 20);
    }

    private void publish(String text) {
        old.publish(PUBLIC, text);
        fresh.publish(PUBLIC, text);
    }

    private String idAtOld(String text) {
        return TestProcess.id(old.last(text));
    }

    private AtomicReference<@Nullable Replay> askFresh(String id) {
        return fresh.ask(id, List.of(PUBLIC));
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(String::valueOf).toList();
    }

    /** The old process has heard ten events, and the new one listens now. */
    private void tenEvents() {
        old.listen(PUBLIC);
        numbers(1, 10).forEach(this::publish);
        fresh.listen(PUBLIC);
    }

    @Test
    void anotherProcessIsThereOrNot() {
        assertEquals(true, fresh.history.hasOthers().await().indefinitely());
        assertEquals(
                false,
                new TestProcess(time, 1 << 20).history.hasOthers().await().indefinitely());
    }

    @Test
    void theOtherProcessKnows() {
        tenEvents();
        Replay replay = fresh.resume(idAtOld("4"), PUBLIC);
        assertNull(replay.missed());
        assertEquals(numbers(5, 10), TestProcess.texts(replay));
        for (Kept kept : replay.events()) {
            Event event = Objects.requireNonNull(kept.event());
            assertEquals(idAtOld(TestProcess.text(event)), TestProcess.id(event), "Ids stay");
        }
    }

    @Test
    void oneAnswerIsEnoughForThoseWhoComeBackBehindIt() {
        tenEvents();
        fresh.resume(idAtOld("1"), PUBLIC);
        publish("11");
        for (int i = 1; i <= 10; i++) {
            assertEquals(numbers(i + 1, 11), TestProcess.texts(fresh.resume(idAtOld(String.valueOf(i)), PUBLIC)));
        }
        assertEquals(1, line.asked.size());
    }

    /** The answer goes up to the question: what comes behind it is in the own ring. */
    @Test
    void theChannelStaysKnownLongAfterTheAnswerIsGone() {
        tenEvents();
        String id = idAtOld("10");
        assertEquals(List.of(), fresh.resume(id, PUBLIC).events());
        time.pass(Duration.ofMinutes(1));
        old.redis.disconnect();
        fresh.publish(PUBLIC, "11");
        assertEquals(numbers(11, 11), TestProcess.texts(fresh.resume(id, PUBLIC)));
        assertEquals(1, line.asked.size());
    }

    /** A stream of notifications alone and one of everything have events in common, with their ids. */
    @Test
    void whatWasAskedForOneStreamSaysNothingOfAnothersOtherChannel() {
        String other = "timeline:1";
        old.listen(other);
        fresh.listen(other);
        tenEvents();
        old.publish(other, "on the other channel");
        fresh.publish(other, "on the other channel");
        String id = idAtOld("10");
        assertEquals(List.of(), fresh.resume(id, PUBLIC).events());
        assertEquals(List.of("on the other channel"), TestProcess.texts(fresh.resume(id, other, PUBLIC)));
    }

    @Test
    void thousandsWhoComeBackAtOnceAskLittleAndEachGetsItsOwn() {
        tenEvents();
        line.holds = true;
        Map<Integer, List<AtomicReference<@Nullable Replay>>> answers = new HashMap<>();
        for (int i = 0; i < 3_000; i++) {
            // The first has missed the least, so that its answer is of no use to most.
            int last = 10 - i % 10;
            answers.computeIfAbsent(last, none -> new ArrayList<>()).add(askFresh(idAtOld(String.valueOf(last))));
        }
        publish("11");
        line.release();
        time.settle();
        answers.forEach((last, theirs) -> {
            for (AtomicReference<@Nullable Replay> each : theirs) {
                Replay replay = Objects.requireNonNull(each.get());
                assertNull(replay.missed());
                assertEquals(numbers(last + 1, 11), TestProcess.texts(replay));
            }
        });
        assertTrue(line.asked.size() <= 10, line.asked.size() + " questions");
    }

    @Test
    void moreChannelsThanMayBeAskedAboutAtOnceAreAskedAboutLater() {
        List<String> channels =
                IntStream.range(0, 40).mapToObj(i -> "timeline:" + i).toList();
        for (String channel : channels) {
            old.listen(channel);
            old.publish(channel, "a " + channel);
            old.publish(channel, "b " + channel);
            fresh.listen(channel);
        }
        line.holds = true;
        List<AtomicReference<@Nullable Replay>> answers = new ArrayList<>();
        for (String channel : channels) {
            answers.add(fresh.ask(idAtOld("a " + channel), List.of(channel)));
        }
        assertTrue(line.asked.size() <= 8);
        line.release();
        time.settle();
        for (int i = 0; i < channels.size(); i++) {
            Replay replay = Objects.requireNonNull(answers.get(i).get());
            assertEquals(List.of("b " + channels.get(i)), TestProcess.texts(replay));
        }
    }

    @Test
    void whatDoesNotFitIntoAnAnswerIsTooMuch() {
        old.listen(PUBLIC);
        publish("first");
        String large = "x".repeat(300_000);
        for (int i = 1; i <= 4; i++) {
            publish(i + large);
        }
        fresh.listen(PUBLIC);
        Replay replay = fresh.resume(idAtOld("first"), PUBLIC);
        assertEquals(Missed.TOO_MANY, replay.missed());
        assertEquals(3, fresh.resume(idAtOld(1 + large), PUBLIC).events().size());
    }

    @Test
    void whatNobodyKnowsIsSaidAtOnceWhenAllHaveAnswered() {
        tenEvents();
        String id = idAtOld("10");
        old.leave(PUBLIC);
        old.redis.disconnect();
        old.redis.connect();
        assertEquals(Missed.OUTAGE, fresh.resume(id, PUBLIC).missed(), "The other knows why");
    }

    /** It hears questions, and is stuck. */
    private void silentProcess() {
        new InMemoryBroadcaster(all).open(Channel.internal("trunkline:history:questions"), event -> {});
    }

    @Test
    void aSilentProcessIsNotWaitedForWhenAnotherKnows() {
        silentProcess();
        tenEvents();
        assertEquals(numbers(10, 10), TestProcess.texts(fresh.resume(idAtOld("9"), PUBLIC)));
    }

    @Test
    void aSilentProcessIsWaitedForHalfASecond() {
        silentProcess();
        tenEvents();
        String id = idAtOld("10");
        old.redis.disconnect();
        AtomicReference<@Nullable Replay> answer = askFresh(id);
        time.pass(PATIENCE.minus(MOMENT));
        assertNull(answer.get());
        time.pass(MOMENT);
        assertEquals(Missed.UNKNOWN_ID, Objects.requireNonNull(answer.get()).missed());
    }

    /** Answers that have come and not been read yet count, however late. */
    @Test
    void anAnswerInTimeCountsHoweverLateItIsRead() {
        silentProcess();
        tenEvents();
        line.holds = true;
        AtomicReference<@Nullable Replay> answer = askFresh(idAtOld("9"));
        line.next();
        time.pass(PATIENCE.multipliedBy(2));
        assertNull(answer.get());
        line.release();
        assertEquals(numbers(10, 10), TestProcess.texts(Objects.requireNonNull(answer.get())));
    }

    @Test
    void aQuestionThatIsLostEndsInTime() {
        tenEvents();
        line.holds = true;
        AtomicReference<@Nullable Replay> first = askFresh(idAtOld("9"));
        AtomicReference<@Nullable Replay> follower = askFresh(idAtOld("8"));
        time.pass(LONGEST.minus(MOMENT));
        assertNull(first.get());
        time.pass(MOMENT.multipliedBy(2));
        assertEquals(Missed.UNKNOWN_ID, Objects.requireNonNull(first.get()).missed());
        time.settle();
        assertNotNull(follower.get(), "It has waited as long");
    }

    /** The connection to Redis is lost between question and answer. */
    @Test
    void withoutRedisNothingIsKnownAndNobodyWaits() {
        tenEvents();
        fresh.redis.disconnect();
        AtomicReference<@Nullable Replay> answer = askFresh(idAtOld("9"));
        assertEquals(Missed.UNKNOWN_ID, Objects.requireNonNull(answer.get()).missed());
    }

    @Test
    void anAnswerFromBeforeAnOutageIsForgotten() {
        tenEvents();
        fresh.resume(idAtOld("1"), PUBLIC);
        fresh.redis.disconnect();
        old.publish(PUBLIC, "11");
        fresh.redis.connect();
        assertEquals(numbers(6, 11), TestProcess.texts(fresh.resume(idAtOld("5"), PUBLIC)), "It asks again");
    }
}
