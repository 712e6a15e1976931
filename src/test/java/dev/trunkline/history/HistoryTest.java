package dev.trunkline.history;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.broadcast.Channel;
import dev.trunkline.event.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What one process keeps, for how long, and what it knows of it. */
class HistoryTest {

    private static final String PUBLIC = "timeline:public";
    private static final String LOCAL = "timeline:public:local";
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final TestTime time = new TestTime();
    private final TestProcess process = new TestProcess(time, 1 << 20);

    private void publish(int from, int to, String... channels) {
        for (int i = from; i <= to; i++) {
            process.publish(channels[i % channels.length], String.valueOf(i));
        }
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(String::valueOf).toList();
    }

    private Event event(int number) {
        return process.last(String.valueOf(number));
    }

    private void assertMissed(Missed reason, Replay replay) {
        assertEquals(reason, replay.missed());
        assertEquals(List.of(), replay.events());
    }

    @Test
    void eachEventHasAnIdAndANumberAndIsOtherwiseAsPublished() {
        process.listen(PUBLIC);
        publish(1, 3, PUBLIC);
        assertEquals(numbers(1, 3), process.live.stream().map(TestProcess::text).toList());
        assertEquals(3, process.live.stream().map(TestProcess::id).distinct().count());
        for (Event each : process.live) {
            assertTrue(TestProcess.id(each).matches("[A-Za-z0-9_-]{38}"));
            assertEquals("delete", each.name());
        }
        assertTrue(event(1).number() < event(2).number());
        assertTrue(event(2).number() < event(3).number());
        assertEquals(event(3).number(), process.history.number());
    }

    @Test
    void everythingBehindEachEventIsKnown() {
        process.listen(PUBLIC);
        publish(1, 9, PUBLIC);
        for (int i = 1; i <= 9; i++) {
            Replay replay = process.resume(TestProcess.id(event(i)), PUBLIC);
            assertNull(replay.missed());
            assertEquals(numbers(i + 1, 9), TestProcess.texts(replay));
            assertEquals(process.history.number(), replay.upTo());
        }
    }

    @Test
    void twoChannelsAreOneStreamInTheOrderOfArrival() {
        process.listen(PUBLIC);
        process.listen(LOCAL);
        publish(1, 9, PUBLIC, LOCAL);
        for (int i = 1; i <= 9; i++) {
            Replay replay = process.resume(TestProcess.id(event(i)), PUBLIC, LOCAL);
            assertEquals(numbers(i + 1, 9), TestProcess.texts(replay));
        }
    }

    @Test
    void oneTextOnTwoChannelsIsTwoEvents() {
        process.listen(PUBLIC);
        process.listen(LOCAL);
        process.publish(PUBLIC, "same");
        process.publish(LOCAL, "same");
        process.publish(PUBLIC, "same");
        List<String> ids = process.live.stream().map(TestProcess::id).toList();
        for (int i = 0; i < 3; i++) {
            assertEquals(
                    2 - i, process.resume(ids.get(i), PUBLIC, LOCAL).events().size());
        }
        assertMissed(Missed.UNKNOWN_ID, process.resume(ids.get(1), PUBLIC));
    }

    @Test
    void whatNobodyCanAskForIsNotKept() {
        process.history.open(Channel.ofStream(PUBLIC), process.live::add);
        publish(1, 3, PUBLIC);
        assertEquals(3, process.live.size());
        for (Event each : process.live) {
            assertNull(each.id());
            assertEquals(0, each.number());
        }
        assertEquals(0, process.history.number());
        assertFalse(process.history.keeps());
    }

    @Test
    void eventsHaveIdsFromWhenSomebodyWantsThem() {
        HeardChannel heard = process.history.open(Channel.ofStream(PUBLIC), process.live::add);
        publish(1, 1, PUBLIC);
        heard.keep();
        publish(2, 3, PUBLIC);
        assertNull(event(1).id());
        assertEquals(
                1,
                process.history
                        .resume(List.of(heard), TestProcess.id(event(2)))
                        .await()
                        .indefinitely()
                        .events()
                        .size());
        heard.letGo();
        time.pass(TestProcess.AGE.plus(TestProcess.AGE.dividedBy(8)).plus(MOMENT));
        publish(4, 4, PUBLIC);
        assertNull(event(4).id(), "Nobody with ids is left, but the channel is open for others");
        assertTrue(process.redis.open().contains(PUBLIC));
    }

    @Test
    void aChannelStaysOpenForThoseWhoMayComeBack() {
        process.listen(PUBLIC);
        publish(1, 2, PUBLIC);
        HeardChannel before = process.heard(PUBLIC);
        process.leave(PUBLIC);
        publish(3, 4, PUBLIC);
        assertEquals(2, process.live.size(), "Nobody listens");
        time.pass(TestProcess.AGE.dividedBy(2));
        process.listen(PUBLIC);
        assertSame(before, process.heard(PUBLIC));
        publish(5, 5, PUBLIC);
        assertEquals(
                List.of("1", "2", "5"),
                process.live.stream().map(TestProcess::text).toList());
        assertEquals(numbers(2, 5), TestProcess.texts(process.resume(TestProcess.id(event(1)), PUBLIC)));
    }

    @Test
    void aChannelThatWasTakenOverStays() {
        process.listen(PUBLIC);
        process.leave(PUBLIC);
        time.pass(TestProcess.AGE.dividedBy(2));
        process.listen(PUBLIC);
        time.pass(TestProcess.AGE.multipliedBy(3));
        publish(1, 2, PUBLIC);
        assertEquals(numbers(2, 2), TestProcess.texts(process.resume(TestProcess.id(event(1)), PUBLIC)));
    }

    @Test
    void aChannelIsClosedWhenNobodyHasComeBack() {
        process.listen(PUBLIC);
        publish(1, 1, PUBLIC);
        HeardChannel before = process.heard(PUBLIC);
        process.leave(PUBLIC);
        time.pass(TestProcess.AGE.minus(MOMENT));
        process.history.sweep();
        assertTrue(process.redis.open().contains(PUBLIC));
        time.pass(MOMENT.multipliedBy(2));
        process.history.sweep();
        assertFalse(process.redis.open().contains(PUBLIC));
        assertFalse(process.history.keeps());
        process.listen(PUBLIC);
        assertNotSame(before, process.heard(PUBLIC));
        publish(2, 3, PUBLIC);
        assertMissed(Missed.EXPIRED, process.resume(TestProcess.id(event(1)), PUBLIC));
        assertEquals(numbers(3, 3), TestProcess.texts(process.resume(TestProcess.id(event(2)), PUBLIC)));
    }

    /** Without a call of the test's. */
    @Test
    void theClockClosesChannels() {
        process.listen(PUBLIC);
        process.leave(PUBLIC);
        for (int i = 0; i < 30 && process.history.keeps(); i++) {
            time.pass(Duration.ofSeconds(5));
        }
        assertFalse(process.redis.open().contains(PUBLIC));
        Duration after = Duration.ofNanos(time.nanos()).minus(TestProcess.AGE);
        assertTrue(!after.isNegative() && after.toSeconds() <= 10, after::toString);
    }

    @Test
    void aChannelThatWasNeverConfirmedDoesNotLinger() {
        process.redis.disconnect();
        process.listen(PUBLIC);
        process.leave(PUBLIC);
        assertFalse(process.redis.open().contains(PUBLIC));
        assertFalse(process.history.keeps());
    }

    @Test
    void eventsAreKnownForTheTimeAndThenExpired() {
        process.listen(PUBLIC);
        publish(1, 2, PUBLIC);
        time.pass(Duration.ofSeconds(1));
        publish(3, 3, PUBLIC);
        time.pass(TestProcess.AGE.minusSeconds(1));
        assertEquals(numbers(2, 3), TestProcess.texts(process.resume(TestProcess.id(event(1)), PUBLIC)));
        time.pass(MOMENT);
        assertMissed(Missed.EXPIRED, process.resume(TestProcess.id(event(1)), PUBLIC));
        assertEquals(
                numbers(3, 3),
                TestProcess.texts(process.resume(TestProcess.id(event(2)), PUBLIC)),
                "Nothing is missed behind the newest that is gone");
    }

    @Test
    void moreThanTheLimitIsTooMuch() {
        // The messages stand in one segment of a thirty-second of it: room for four of six events.
        TestProcess small = new TestProcess(time, 4L * StoredEvent.OVERHEAD * 32 / 31 + 1);
        small.listen(PUBLIC);
        for (int i = 1; i <= 6; i++) {
            small.publish(PUBLIC, String.valueOf(i));
        }
        assertMissed(Missed.TOO_MANY, small.resume(TestProcess.id(small.last("1")), PUBLIC));
        Replay replay = small.resume(TestProcess.id(small.last("4")), PUBLIC);
        assertEquals(numbers(5, 6), TestProcess.texts(replay));
    }

    @Test
    void moreEventsThanOneClientGetsAreTooMany() {
        TestProcess large = new TestProcess(time, 64 << 20);
        large.listen(PUBLIC);
        for (int i = 0; i <= 5_001; i++) {
            large.publish(PUBLIC, String.valueOf(i));
        }
        assertMissed(Missed.TOO_MANY, large.resume(TestProcess.id(large.last("0")), PUBLIC));
        assertEquals(
                5_000,
                large.resume(TestProcess.id(large.last("1")), PUBLIC).events().size());
    }

    @Test
    void anOutageIsAGapThatIsTold() {
        process.listen(PUBLIC);
        process.listen(LOCAL);
        publish(1, 2, PUBLIC);
        assertEquals(0, process.history.outages());
        process.redis.disconnect();
        publish(3, 3, PUBLIC);
        process.redis.connect();
        publish(4, 5, PUBLIC);
        assertEquals(1, process.history.outages());
        List<Event> told = process.live.stream()
                .filter(each -> each.name().equals("events_missed"))
                .toList();
        assertEquals(2, told.size(), "On each channel");
        for (Event each : told) {
            assertEquals("{\"reason\":\"outage\"}", TestProcess.text(each));
            assertEquals(-1, each.number());
            assertNull(each.id());
        }
        for (int before = 1; before <= 2; before++) {
            assertMissed(Missed.OUTAGE, process.resume(TestProcess.id(event(before)), PUBLIC));
        }
        assertEquals(numbers(5, 5), TestProcess.texts(process.resume(TestProcess.id(event(4)), PUBLIC)));
    }

    @Test
    void anOutageWhileNobodyListensIsAGapToo() {
        process.listen(PUBLIC);
        publish(1, 2, PUBLIC);
        process.leave(PUBLIC);
        process.redis.disconnect();
        process.redis.connect();
        process.listen(PUBLIC);
        assertMissed(Missed.OUTAGE, process.resume(TestProcess.id(event(1)), PUBLIC));
    }

    /** Each reason has to be found behind those that are less telling. */
    @Test
    void whatNoEventMeansIsUnknown() {
        process.listen(PUBLIC);
        process.listen(LOCAL);
        publish(1, 2, PUBLIC);
        process.publish(LOCAL, "local");
        String id = TestProcess.id(event(1));
        assertMissed(Missed.UNKNOWN_ID, process.resume(id, LOCAL));
        for (String malformed : List.of("", "1", "null", id.substring(1), id + "A", id.replace(id.charAt(7), '.'))) {
            assertMissed(Missed.UNKNOWN_ID, process.resume(malformed, PUBLIC));
        }
        EventId known = new EventId(7, 8, 9, 10, time.millis());
        assertMissed(Missed.UNKNOWN_ID, process.resume(new String(known.text(), US_ASCII), PUBLIC));
        EventId old = new EventId(7, 8, 9, 10, time.millis() - TestProcess.AGE.toMillis() - 1);
        assertMissed(Missed.EXPIRED, process.resume(new String(old.text(), US_ASCII), PUBLIC));
    }

    private String position(long number, String... channels) {
        return new String(process.history.position(process.heard(List.of(channels)), number), US_ASCII);
    }

    @Test
    void nothingIsMissedBehindAPosition() {
        process.listen(PUBLIC);
        process.listen(LOCAL);
        List<String> positions = new ArrayList<>();
        for (int i = 1; i <= 6; i++) {
            positions.add(position(process.history.number(), PUBLIC, LOCAL));
            publish(i, i, PUBLIC, LOCAL);
        }
        for (int i = 1; i <= 6; i++) {
            Replay replay = process.resume(positions.get(i - 1), PUBLIC, LOCAL);
            assertNull(replay.missed());
            assertEquals(numbers(i, 6), TestProcess.texts(replay));
        }
        assertMissed(Missed.UNKNOWN_ID, process.resume(positions.get(0), PUBLIC));
        assertMissed(Missed.UNKNOWN_ID, process.resume(positions.get(0), LOCAL, PUBLIC));
    }

    /** It came before the channel was confirmed, so that its number alone says nothing. */
    @Test
    void aPositionIsNotBeforeTheConfirmation() {
        process.listen(LOCAL);
        long joined = process.history.number();
        process.publish(LOCAL, "other");
        process.listen(PUBLIC);
        String position = position(joined, PUBLIC);
        publish(1, 2, PUBLIC);
        assertEquals(numbers(1, 2), TestProcess.texts(process.resume(position, PUBLIC)));
    }

    @Test
    void positionsExpireAndEndWithAnOutage() {
        process.listen(PUBLIC);
        String first = position(process.history.number(), PUBLIC);
        publish(1, 1, PUBLIC);
        time.pass(TestProcess.AGE.plus(MOMENT));
        assertMissed(Missed.EXPIRED, process.resume(first, PUBLIC));
        String second = position(process.history.number(), PUBLIC);
        assertNotEquals(first, second);
        process.redis.disconnect();
        process.redis.connect();
        assertMissed(Missed.OUTAGE, process.resume(second, PUBLIC));
    }

    @Test
    void withoutMemoryOrTimeThereAreNoIds() {
        assertFalse(new TestProcess(time, 0).history.enabled());
        assertTrue(process.history.enabled());
    }
}
