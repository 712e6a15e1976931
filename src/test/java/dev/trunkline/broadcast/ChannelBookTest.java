package dev.trunkline.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What the book asks of Redis, and what it forgets. */
class ChannelBookTest {

    private static final String HOME = "timeline:1";
    private static final String PUBLIC = "timeline:public";
    private static final String TOKEN = "timeline:access_token:1";

    private final BroadcasterUnavailable refusal = new BroadcasterUnavailable("refused");

    private final ChannelBook book = new ChannelBook();

    private void open(String name) {
        Channel channel = new Channel(name, !name.equals(TOKEN));
        book.open(name, channel, event -> {});
    }

    private static List<String> names(List<BookedChannel> channels) {
        return channels.stream().map(booked -> booked.name).toList();
    }

    private void assertChanges(List<String> announce, List<String> unsubscribe, List<String> subscribe) {
        ChannelBook.Changes changes = book.takeChanges();
        assertEquals(announce, names(changes.announce()));
        assertEquals(unsubscribe, names(changes.unsubscribe()));
        assertEquals(subscribe, names(changes.subscribe()));
    }

    @Test
    void changesAreTakenOnce() {
        open(HOME);
        open(TOKEN);
        assertChanges(List.of(HOME), List.of(), List.of(HOME, TOKEN));
        assertChanges(List.of(), List.of(), List.of());
        book.close(HOME);
        open(PUBLIC);
        assertChanges(List.of(PUBLIC), List.of(HOME), List.of(PUBLIC));
    }

    @Test
    void aChannelIsForgottenWhenItsLastAnswerHasCome() {
        open(TOKEN);
        book.takeChanges();
        book.close(TOKEN);
        book.takeChanges();
        book.answered(TOKEN);
        assertNotNull(book.find(TOKEN));
        book.answered(TOKEN);
        assertNull(book.find(TOKEN));
        assertEquals(0, book.size());
    }

    @Test
    void aRefusedChannelIsForgottenWhenItIsClosed() {
        open(TOKEN);
        book.takeChanges();
        book.refused(List.of(TOKEN), refusal);
        assertNotNull(book.find(TOKEN));
        assertChanges(List.of(), List.of(), List.of());
        book.close(TOKEN);
        assertEquals(0, book.size());
        assertChanges(List.of(), List.of(), List.of());
    }

    @Test
    void aChannelThatIsClosedBeforeItsRefusalIsForgotten() {
        open(TOKEN);
        book.takeChanges();
        book.close(TOKEN);
        book.takeChanges();
        book.refused(List.of(TOKEN), refusal);
        assertNotNull(book.find(TOKEN));
        book.answered(TOKEN);
        assertEquals(0, book.size());
    }

    @Test
    void aRefusedChannelIsAskedForAgainWhenItIsOpenedAgain() {
        open(TOKEN);
        BookedChannel refused = book.takeChanges().subscribe().get(0);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Uni.createFrom()
                .<Void>emitter(refused::await)
                .subscribe()
                .with(confirmed -> fail("the channel is not confirmed"), failure::set);
        book.refused(List.of(TOKEN), refusal);
        assertSame(refusal, failure.get());
        open(TOKEN);
        assertChanges(List.of(), List.of(), List.of(TOKEN));
        book.answered(TOKEN);
        assertTrue(refused.confirmed());
    }

    @Test
    void aChannelThatHasBeenRefusedFailsAtOnce() {
        open(TOKEN);
        BookedChannel refused = book.takeChanges().subscribe().get(0);
        book.refused(List.of(TOKEN), refusal);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Uni.createFrom()
                .<Void>emitter(refused::await)
                .subscribe()
                .with(confirmed -> fail("the channel is not confirmed"), failure::set);
        assertSame(refusal, failure.get());
    }

    @Test
    void aChannelThatWasNeverAskedForIsForgottenAtOnce() {
        open(HOME);
        book.close(HOME);
        assertEquals(0, book.size());
        assertChanges(List.of(), List.of(), List.of());
    }

    @Test
    void answersForUnknownChannelsAreIgnored() {
        book.answered("trunkline:alive");
        book.close(HOME);
        assertEquals(0, book.size());
    }

    @Test
    void afterALossTheSystemChannelsAreAskedForFirst() {
        open(HOME);
        open(PUBLIC);
        open(TOKEN);
        book.takeChanges();
        book.lost(new BroadcasterUnavailable("Redis is away"));
        // Changes while Redis is away must not disturb the order.
        open(HOME);
        book.connected();
        List<String> subscribed = names(book.takeChanges().subscribe());
        assertEquals(3, subscribed.size());
        assertEquals(TOKEN, subscribed.get(0));
    }

    @Test
    void aLossForgetsChannelsThatAreClosed() {
        open(HOME);
        open(PUBLIC);
        book.takeChanges();
        book.close(HOME);
        book.takeChanges();
        book.lost(new BroadcasterUnavailable("Redis is away"));
        assertEquals(1, book.size());
        book.connected();
        assertChanges(List.of(PUBLIC), List.of(), List.of(PUBLIC));
    }

    @Test
    void keysThatWereRefusedAreSetAgain() {
        open(HOME);
        open(TOKEN);
        List<BookedChannel> announced = book.takeChanges().announce();
        assertEquals(List.of(), book.takeAnnouncements());
        book.notAnnounced(announced, new BroadcasterUnavailable("refused"));
        List<BookedChannel> again = book.takeAnnouncements();
        assertEquals(List.of(HOME), names(again));
        book.answered(HOME);
        assertFalse(again.get(0).confirmed());
        book.announced(again);
        assertTrue(again.get(0).confirmed());
        assertEquals(List.of(), book.takeAnnouncements());
    }

    @Test
    void keysOfOpenChannelsAreRenewed() {
        open(HOME);
        open(PUBLIC);
        open(TOKEN);
        book.announced(book.takeChanges().announce());
        book.close(PUBLIC);
        assertEquals(List.of(HOME), names(book.renewals()));
    }
}
