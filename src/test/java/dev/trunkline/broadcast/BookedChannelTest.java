package dev.trunkline.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The commands for one channel, whatever the order in which it is opened and closed and answers arrive. */
class BookedChannelTest {

    private final BookedChannel booked =
            new BookedChannel("timeline:public", Channel.ofStream("timeline:public"), event -> {});
    private final List<String> outcomes = new ArrayList<>();

    private void await(String name) {
        Uni.createFrom()
                .<Void>emitter(booked::await)
                .subscribe()
                .with(confirmed -> outcomes.add(name + " confirmed"), unavailable -> outcomes.add(name + " failed"));
    }

    @Test
    void isConfirmedByTheAnswerAndTheKey() {
        await("first");
        assertTrue(booked.takeSubscribe());
        assertFalse(booked.takeSubscribe(), "once");
        assertTrue(booked.takeAnnouncement());
        assertFalse(booked.takeAnnouncement(), "once");
        booked.answered();
        assertFalse(booked.confirmed());
        booked.announced(true);
        assertEquals(List.of("first confirmed"), outcomes);
        await("second");
        assertEquals(List.of("first confirmed", "second confirmed"), outcomes);
        assertFalse(booked.takeAnnouncement(), "the key is set");
    }

    @Test
    void aSystemChannelNeedsNoKey() {
        BookedChannel system = new BookedChannel(
                "timeline:access_token:1", new Channel("timeline:access_token:1", false), event -> {});
        assertFalse(system.takeAnnouncement());
        assertFalse(system.needsRenewal());
        assertTrue(system.takeSubscribe());
        system.answered();
        assertTrue(system.confirmed());
    }

    @Test
    void anAnswerToAnEarlierCommandConfirmsNothing() {
        assertTrue(booked.takeSubscribe());
        booked.unwant();
        assertTrue(booked.takeUnsubscribe());
        booked.want(event -> {});
        assertTrue(booked.takeSubscribe());
        assertTrue(booked.takeAnnouncement());
        booked.announced(true);
        await("waiter");
        booked.answered();
        booked.answered();
        assertEquals(List.of(), outcomes, "the last SUBSCRIBE is not answered yet");
        booked.answered();
        assertEquals(List.of("waiter confirmed"), outcomes);
    }

    @Test
    void openedAgainBeforeAnythingWasSentIsAskedOnce() {
        booked.unwant();
        booked.want(event -> {});
        assertTrue(booked.takeSubscribe());
        assertFalse(booked.takeUnsubscribe());
    }

    @Test
    void closedBeforeAnythingWasSentIsFinished() {
        booked.unwant();
        assertTrue(booked.finished());
        assertFalse(booked.takeSubscribe());
        assertFalse(booked.takeUnsubscribe());
    }

    @Test
    void isFinishedOnlyWhenRedisHasAnswered() {
        assertTrue(booked.takeSubscribe());
        booked.unwant();
        assertFalse(booked.finished());
        assertTrue(booked.takeUnsubscribe());
        booked.answered();
        assertFalse(booked.finished());
        booked.answered();
        assertTrue(booked.finished());
    }

    @Test
    void waitingForAChannelThatIsClosedFails() {
        await("waiter");
        booked.unwant();
        assertEquals(List.of("waiter failed"), outcomes);
    }

    @Test
    void afterALossEverythingIsAskedAgain() {
        assertTrue(booked.takeSubscribe());
        assertTrue(booked.takeAnnouncement());
        booked.answered();
        booked.announced(true);
        booked.reset();
        assertFalse(booked.confirmed());
        assertTrue(booked.takeSubscribe());
        assertTrue(booked.takeAnnouncement());
    }

    @Test
    void aKeyThatWasRefusedIsSetAgain() {
        assertTrue(booked.takeAnnouncement());
        booked.announced(false);
        assertTrue(booked.takeAnnouncement());
    }
}
