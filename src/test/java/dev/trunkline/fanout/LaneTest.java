package dev.trunkline.fanout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.audience.Judged;
import dev.trunkline.connection.OutboxesFixture;
import dev.trunkline.event.Event;
import dev.trunkline.metrics.FakeMeters;
import io.netty.channel.DefaultEventLoop;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a lane has its turn, and what it does when more waits in all outboxes than may. */
class LaneTest {

    private static final long LIMIT = 1_000;

    private final DefaultEventLoop loop = new DefaultEventLoop();
    private final AtomicLong frames = new AtomicLong();
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());

    @SuppressWarnings("NullAway") // these tests queue little
    private final Lane lane =
            new Lane(loop, OutboxesFixture.of(LIMIT, frames::get), new Congestion(null), new FakeMeters());

    @AfterEach
    void stop() {
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** Offers three events in one turn; a task is queued during the first. */
    private List<String> dispatch() {
        Judged judged = Judged.unchecked(Event.text("delete", "1".getBytes(UTF_8)));
        loop.submit(() -> {
                    for (int i = 1; i <= 3; i++) {
                        String event = "event " + i;
                        boolean first = i == 1;
                        lane.offer(
                                delivery -> {
                                    log.add(event);
                                    lane.grown((int) LIMIT);
                                    if (first) {
                                        loop.execute(() -> log.add("task"));
                                    }
                                },
                                new Delivery(judged));
                    }
                })
                .syncUninterruptibly();
        while (log.size() < 4) {
            loop.submit(() -> {}).syncUninterruptibly();
        }
        return List.copyOf(log);
    }

    @Test
    void takesSeveralEventsInOneTurn() {
        assertEquals(List.of("event 1", "event 2", "event 3", "task"), dispatch());
    }

    @Test
    void givesWayToOtherTasksWhileTooMuchWaits() {
        frames.set(LIMIT + 1);
        assertEquals(List.of("event 1", "task", "event 2", "event 3"), dispatch());
    }

    @Test
    void isWokenWhenItsPublisherHasReadEverything() {
        Judged judged = Judged.unchecked(Event.text("delete", "1".getBytes(UTF_8)));
        Vertx vertx = Vertx.vertx();
        try {
            Future<?> read = Future.future(done -> vertx.runOnContext(turn -> {
                for (int i = 1; i <= 2; i++) {
                    String event = "event " + i;
                    lane.offer(delivery -> log.add(event), new Delivery(judged));
                }
                loop.submit(() -> {}).syncUninterruptibly();
                log.add("all read");
                done.complete();
            }));
            read.toCompletionStage().toCompletableFuture().join();
            while (log.size() < 3) {
                loop.submit(() -> {}).syncUninterruptibly();
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
        assertEquals(List.of("all read", "event 1", "event 2"), log);
    }
}
