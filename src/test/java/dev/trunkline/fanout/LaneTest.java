package dev.trunkline.fanout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trunkline.audience.Judged;
import dev.trunkline.connection.OutboxesFixture;
import dev.trunkline.event.Event;
import dev.trunkline.metrics.FakeMeters;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a lane has its turn, and what it does when more waits in all outboxes than may. */
@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LaneTest {

    private static final long LIMIT = 1_000;

    private final DefaultEventLoop loop = new DefaultEventLoop();
    private final AtomicLong frames = new AtomicLong();
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());

    private final Lane lane = laneOf(loop);

    @AfterEach
    void stop() {
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @SuppressWarnings("NullAway") // these tests queue little
    private Lane laneOf(EventLoop its) {
        return new Lane(its, OutboxesFixture.of(LIMIT, frames::get), new Congestion(null), new FakeMeters());
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

    private void offer(Lane to, String event) {
        to.offer(delivery -> log.add(event), new Delivery(Judged.unchecked(Event.text("delete", "1".getBytes(UTF_8)))));
    }

    /** More events than one turn takes, of which a publisher has put the turn off: what is to follow them follows them. */
    @Test
    void aTaskBehindEventsFollowsThem() {
        List<String> expected = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
            expected.add("event " + i);
        }
        expected.add("confirmed");
        expected.add("event 41");
        List<String> all = read(43, reading -> {
            expected.subList(0, 40).forEach(event -> offer(lane, event));
            lane.executeBehind(() -> {
                log.add("confirmed");
                throw new IllegalStateException("it does not keep the next from its turn");
            });
            offer(lane, "event 41");
        });
        assertEquals(
                expected, all.stream().filter(line -> !line.equals("all read")).toList());
    }

    /** Returns when the lane has had the turns that it was woken for. */
    private void settle() {
        loop.submit(() -> {}).syncUninterruptibly();
    }

    /** What is logged, up to a number of lines, when a publisher on an event loop of Vert.x reads. */
    private List<String> read(int lines, Consumer<EventLoop> reading) {
        Vertx vertx = Vertx.vertx();
        try {
            Future<?> read = Future.future(done -> vertx.runOnContext(turn -> {
                reading.accept(((ContextInternal) Vertx.currentContext()).nettyEventLoop());
                log.add("all read");
                done.complete();
            }));
            read.toCompletionStage().toCompletableFuture().join();
            while (log.size() < lines) {
                settle();
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
        return List.copyOf(log);
    }

    @Test
    void isWokenWhenItsPublisherHasReadEverything() {
        assertEquals(List.of("all read", "event 1", "event 2"), read(3, publisher -> {
            offer(lane, "event 1");
            offer(lane, "event 2");
            settle();
        }));
    }

    @Test
    void isWokenOnceForAllThatItsPublisherHasRead() {
        AtomicInteger woken = new AtomicInteger();
        EventLoop counting = new DefaultEventLoop() {
            @Override
            public void execute(Runnable task) {
                woken.incrementAndGet();
                super.execute(task);
            }
        };
        try {
            Lane counted = laneOf(counting);
            read(3, publisher -> {
                offer(counted, "event 1");
                offer(counted, "event 2");
            });
            assertEquals(1, woken.get());
        } finally {
            counting.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }

    /** The publisher's loop has connections, too, and their turn was due already. */
    @Test
    void isWokenBeforeItsPublisherHasATurnOfItsOwn() {
        assertEquals(List.of("all read", "event", "event of the publisher's lane"), read(3, publisher -> {
            Lane own = laneOf(publisher);
            Runnable another = () -> own.offer(
                    delivery -> {
                        settle();
                        log.add("event of the publisher's lane");
                    },
                    new Delivery(Judged.unchecked(Event.text("delete", "1".getBytes(UTF_8)))));
            CompletableFuture.runAsync(another).join();
            offer(lane, "event");
        }));
    }

    @Test
    void doesNotWaitForAPublisherThatReadsWhenAnotherHasAnEvent() {
        assertEquals(List.of("event 1", "event of another", "all read", "event 2"), read(4, publisher -> {
            offer(lane, "event 1");
            CompletableFuture.runAsync(() -> offer(lane, "event of another")).join();
            settle();
            offer(lane, "event 2");
            settle();
        }));
    }
}
