package dev.trunkline.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.trunkline.admission.Refusal;
import dev.trunkline.admission.RefusedException;
import dev.trunkline.broadcast.Channel;
import dev.trunkline.broadcast.InMemoryBroadcaster;
import dev.trunkline.broadcast.SystemChannel;
import dev.trunkline.connection.Connection;
import dev.trunkline.connection.ConnectionFixture;
import dev.trunkline.connection.Ending;
import dev.trunkline.connection.OutboxesFixture;
import dev.trunkline.metrics.FakeMeters;
import dev.trunkline.viewer.Scopes;
import dev.trunkline.viewer.Viewer;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in and who is ended, whenever a {@code kill} comes; by pattern and by name. */
class SystemChannelsTest {

    private static final String KILL = "{\"event\":\"kill\"}";
    private static final Channel TOKEN = channel(SystemChannel.Kind.TOKEN, 1);
    private static final Channel ACCOUNT = channel(SystemChannel.Kind.ACCOUNT, 2);
    private static final Viewer VIEWER = new Viewer(1, 2, new Scopes(Set.of("read")), null, 0);

    private final EventLoop loop = new DefaultEventLoop();
    private final InMemoryBroadcaster broadcaster = new InMemoryBroadcaster();
    private final FakeMeters meters = new FakeMeters();
    private final List<Long> forgotten = Collections.synchronizedList(new ArrayList<>());
    private final SystemChannels system = new SystemChannels(
            broadcaster, forgotten::add, new Lanes(meters, OutboxesFixture.of(1_000, () -> 0), broadcaster), meters);

    /** How often the token was looked up again, and what it was found to be. */
    private int lookUps;

    private boolean valid = true;

    private static Channel channel(SystemChannel.Kind kind, long id) {
        return Channel.of(new SystemChannel(kind, id));
    }

    @AfterEach
    void stop() {
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private void hear(boolean byPattern) {
        broadcaster.permitPatterns(byPattern);
        broadcaster.hear(system);
    }

    private Uni<?> lookUp() {
        lookUps++;
        return valid
                ? Uni.createFrom().item("valid")
                : Uni.createFrom().failure(new RefusedException(Refusal.INVALID_TOKEN));
    }

    private Connection connection() {
        return ConnectionFixture.of(VIEWER, loop, meters);
    }

    private <T> T onLoop(Supplier<T> action) {
        return loop.submit(action::get).syncUninterruptibly().getNow();
    }

    private void settle() {
        // A lane's event is executed behind the task that takes it out of the queue.
        onLoop(() -> "");
        onLoop(() -> "");
    }

    /** Completes as watching does; to be called on no loop. */
    private UniAssertSubscriber<Void> watch(Connection connection, long moment) {
        UniAssertSubscriber<Void> subscriber = UniAssertSubscriber.create();
        loop.submit(() -> system.watch(connection, moment, this::lookUp)
                        .subscribe()
                        .withSubscriber(subscriber))
                .syncUninterruptibly();
        return subscriber;
    }

    private void assertRefused(UniAssertSubscriber<Void> watched, Refusal refusal) {
        Throwable failure = watched.awaitFailure().getFailure();
        assertEquals(refusal, ((RefusedException) failure).refusal());
    }

    private void end(Connection connection) {
        onLoop(() -> {
            connection.end(Ending.CLIENT_LEFT);
            return "";
        });
    }

    @Test
    void nothingIsAskedASecondTime() {
        hear(true);
        Connection connection = connection();
        watch(connection, system.now()).awaitItem();
        assertEquals(0, lookUps);
        assertEquals(Set.of(), broadcaster.open());
        assertEquals(2, system.needed());
        assertEquals(List.of("+2 system"), meters.told);
        end(connection);
        assertEquals(0, system.needed());
        assertEquals(List.of("+2 system", "-2 system"), meters.told);
    }

    @Test
    void byNameTheTokenIsLookedUpAgain() {
        hear(false);
        Connection connection = connection();
        Connection another = connection();
        watch(connection, system.now()).awaitItem();
        watch(another, system.now()).awaitItem();
        assertEquals(2, lookUps);
        assertEquals(Set.of(TOKEN.name(), ACCOUNT.name()), broadcaster.open());
        end(connection);
        assertEquals(2, broadcaster.open().size());
        end(another);
        assertEquals(Set.of(), broadcaster.open());
        assertEquals(List.of("+2 system", "+2 system", "-2 system", "-2 system"), meters.told);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aKillAfterTheOpening(boolean byPattern) {
        hear(byPattern);
        for (Channel channel : List.of(TOKEN, ACCOUNT)) {
            Connection one = connection();
            Connection two = connection();
            Connection left = connection();
            for (Connection connection : List.of(one, left, two)) {
                watch(connection, system.now()).awaitItem();
            }
            end(left);
            broadcaster.publish(channel(SystemChannel.Kind.TOKEN, 2), KILL);
            broadcaster.publish(channel(SystemChannel.Kind.ACCOUNT, 1), KILL);
            broadcaster.publish(channel, "{\"event\":\"filters_changed\"}");
            settle();
            assertNull(onLoop(one::ending));
            broadcaster.publish(channel, KILL);
            settle();
            assertEquals(Ending.KILLED, onLoop(one::ending));
            assertEquals(Ending.KILLED, onLoop(two::ending));
            assertEquals(0, system.needed());
        }
    }

    @Test
    void aKillDuringTheLookUp() {
        hear(true);
        for (Channel channel : List.of(TOKEN, ACCOUNT)) {
            long moment = system.now();
            broadcaster.publish(channel, KILL);
            assertRefused(watch(connection(), moment), Refusal.INVALID_TOKEN);
        }
        assertEquals(0, lookUps);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aKillShortlyBeforeTheLookUp(boolean byPattern) {
        hear(byPattern);
        broadcaster.publish(TOKEN, KILL);
        watch(connection(), system.now()).awaitItem();
        assertEquals(1, lookUps);
        valid = false;
        assertRefused(watch(connection(), system.now()), Refusal.INVALID_TOKEN);
        assertEquals(2, lookUps);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nobodyIsLetInWhileRedisIsAway(boolean byPattern) {
        hear(byPattern);
        long moment = system.now();
        broadcaster.disconnect();
        assertRefused(watch(connection(), moment), Refusal.UNAVAILABLE);
        assertRefused(watch(connection(), system.now()), Refusal.UNAVAILABLE);
        assertEquals(0, lookUps);
    }

    @Test
    void anOutageDuringTheLookUp() {
        hear(true);
        long moment = system.now();
        broadcaster.disconnect();
        long during = system.now();
        broadcaster.connect();
        watch(connection(), moment).awaitItem();
        watch(connection(), during).awaitItem();
        assertEquals(2, lookUps);
        valid = false;
        assertRefused(watch(connection(), moment), Refusal.INVALID_TOKEN);
        assertEquals(3, lookUps);
        watch(connection(), system.now()).awaitItem();
        assertEquals(3, lookUps);
    }

    @Test
    void afterAnOutageTheWayMayBeAnother() {
        hear(true);
        Connection first = connection();
        watch(first, system.now()).awaitItem();
        broadcaster.disconnect();
        broadcaster.permitPatterns(false);
        broadcaster.connect();
        assertEquals(Set.of(TOKEN.name(), ACCOUNT.name()), broadcaster.open());
        broadcaster.publish(TOKEN, KILL);
        settle();
        assertEquals(Ending.KILLED, onLoop(first::ending));
        assertEquals(Set.of(), broadcaster.open());

        Connection second = connection();
        watch(second, system.now()).awaitItem();
        broadcaster.disconnect();
        broadcaster.permitPatterns(true);
        broadcaster.connect();
        assertEquals(Set.of(), broadcaster.open());
        broadcaster.publish(ACCOUNT, KILL);
        settle();
        assertEquals(Ending.KILLED, onLoop(second::ending));
    }

    /** When a change may have been missed, and when one comes. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void filtersAreForgotten(boolean byPattern) {
        hear(byPattern);
        Connection connection = connection();
        watch(connection, system.now()).awaitItem();
        assertForgotten();
        broadcaster.publish(ACCOUNT, "{\"event\":\"filters_changed\"}");
        assertForgotten();
        broadcaster.publish(TOKEN, "{\"event\":\"filters_changed\"}");
        broadcaster.publish(channel(SystemChannel.Kind.ACCOUNT, 3), "{\"event\":\"filters_changed\"}");
        assertEquals(List.of(), forgotten);
        broadcaster.disconnect();
        broadcaster.connect();
        assertForgotten();
        end(connection);
        assertForgotten();
    }

    private void assertForgotten() {
        assertEquals(Set.of(2L), Set.copyOf(forgotten));
        forgotten.clear();
    }

    @Test
    void anonymousViewersAreNotWatched() {
        Connection connection = ConnectionFixture.of(Viewer.ANONYMOUS, loop, meters);
        watch(connection, 0).awaitItem();
        assertEquals(0, system.needed());
        assertEquals(List.of(), meters.told);
    }
}
