package dev.trunkline.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Redis is told of a channel, whatever the order in which listeners come and go and answers arrive. */
class ListenedChannelTest {

    private final ListenedChannel listened = new ListenedChannel(Channel.ofStream("timeline:public"), event -> {});
    private final List<String> told = new ArrayList<>();

    private void await(String name) {
        Uni.createFrom()
                .<Void>emitter(listened::await)
                .subscribe()
                .with(confirmed -> told.add(name + " confirmed"), away -> told.add(name + " failed"));
    }

    @Test
    void isConfirmedByRedisAndTheKey() {
        await("first");
        assertTrue(listened.takeSubscribe());
        assertFalse(listened.takeSubscribe(), "once");
        assertTrue(listened.takeAnnouncement());
        assertFalse(listened.takeAnnouncement(), "once");
        listened.answered();
        assertFalse(listened.confirmed());
        listened.announced(true);
        assertEquals(List.of("first confirmed"), told);
        await("second");
        assertEquals(List.of("first confirmed", "second confirmed"), told);
        assertFalse(listened.takeAnnouncement(), "the key is set");
    }

    @Test
    void aSystemChannelNeedsNoKey() {
        ListenedChannel system = new ListenedChannel(Channel.ofToken(1), event -> {});
        assertFalse(system.takeAnnouncement());
        assertFalse(system.needsRenewal());
        assertTrue(system.takeSubscribe());
        system.answered();
        assertTrue(system.confirmed());
    }

    @Test
    void anAnswerToAnEarlierCommandConfirmsNothing() {
        assertTrue(listened.takeSubscribe());
        listened.unwant();
        assertTrue(listened.takeUnsubscribe());
        listened.want(event -> {});
        assertTrue(listened.takeSubscribe());
        assertTrue(listened.takeAnnouncement());
        listened.announced(true);
        await("listener");
        listened.answered();
        listened.answered();
        assertEquals(List.of(), told, "the last SUBSCRIBE is not answered yet");
        listened.answered();
        assertEquals(List.of("listener confirmed"), told);
    }

    @Test
    void comingBackBeforeAnythingWasSentAsksOnce() {
        listened.unwant();
        listened.want(event -> {});
        assertTrue(listened.takeSubscribe());
        assertFalse(listened.takeUnsubscribe());
    }

    @Test
    void goingBeforeAnythingWasSentIsFinished() {
        listened.unwant();
        assertTrue(listened.finished());
        assertFalse(listened.takeSubscribe());
        assertFalse(listened.takeUnsubscribe());
    }

    @Test
    void isForgottenOnlyWhenRedisHasAnswered() {
        assertTrue(listened.takeSubscribe());
        listened.unwant();
        assertFalse(listened.finished());
        assertTrue(listened.takeUnsubscribe());
        listened.answered();
        assertFalse(listened.finished());
        listened.answered();
        assertTrue(listened.finished());
    }

    @Test
    void whoWaitsForWhatIsGivenUpFails() {
        await("listener");
        listened.unwant();
        assertEquals(List.of("listener failed"), told);
    }

    @Test
    void afterALossEverythingIsAskedAgain() {
        assertTrue(listened.takeSubscribe());
        assertTrue(listened.takeAnnouncement());
        listened.answered();
        listened.announced(true);
        listened.reset();
        assertFalse(listened.confirmed());
        assertTrue(listened.takeSubscribe());
        assertTrue(listened.takeAnnouncement());
    }

    @Test
    void aKeyThatWasRefusedIsTriedAgain() {
        assertTrue(listened.takeAnnouncement());
        listened.announced(false);
        assertTrue(listened.takeAnnouncement());
    }
}
