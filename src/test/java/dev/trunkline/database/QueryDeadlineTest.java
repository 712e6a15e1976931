package dev.trunkline.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When a connection goes back to the pool after a query that may have been cancelled. */
class QueryDeadlineTest {

    private final Map<Long, Handler<Long>> timers = new HashMap<>();
    private final Promise<Void> cancellation = Promise.promise();
    private Handler<Void> closeHandler = closed -> {};
    private int released;

    private final Vertx vertx = (Vertx) Proxy.newProxyInstance(
            Vertx.class.getClassLoader(),
            new Class<?>[] {Vertx.class},
            (proxy, method, arguments) -> switch (method.getName()) {
                case "setTimer" -> setTimer(handler(arguments[1]));
                case "cancelTimer" -> timers.remove(arguments[0]) != null;
                default -> throw new UnsupportedOperationException(method.getName());
            });

    private final PgConnection connection = (PgConnection) Proxy.newProxyInstance(
            PgConnection.class.getClassLoader(),
            new Class<?>[] {PgConnection.class},
            (proxy, method, arguments) -> switch (method.getName()) {
                case "cancelRequest" -> cancellation.future();
                case "closeHandler" -> {
                    closeHandler = handler(arguments[0]);
                    yield proxy;
                }
                case "close" -> {
                    released++;
                    yield Future.succeededFuture();
                }
                default -> throw new UnsupportedOperationException(method.getName());
            });

    private final QueryDeadline deadline = new QueryDeadline(vertx, connection, Duration.ofSeconds(5));

    @SuppressWarnings("unchecked")
    private static <T> Handler<T> handler(Object handler) {
        return (Handler<T>) handler;
    }

    private long setTimer(Handler<Long> handler) {
        long id = 1L + timers.size();
        timers.put(id, handler);
        return id;
    }

    /** The only timer fires. */
    private void passTime() {
        assertEquals(1, timers.size());
        Map.Entry<Long, Handler<Long>> timer = timers.entrySet().iterator().next();
        timers.clear();
        timer.getValue().handle(timer.getKey());
    }

    @Test
    void aQueryWithinTheLimitReleasesAtOnce() {
        assertTrue(deadline.release().succeeded());
        assertEquals(1, released);
        assertTrue(timers.isEmpty());
    }

    @Test
    void aConnectionIsKeptUntilTheCancellationHasArrived() {
        passTime();
        Future<Void> release = deadline.release();
        assertTrue(timers.isEmpty());
        cancellation.complete();
        assertFalse(release.isComplete());
        assertEquals(0, released);
        passTime();
        assertTrue(release.succeeded());
        assertEquals(1, released);
    }

    @Test
    void aCancellationThatFailsDoesNotKeepTheConnection() {
        passTime();
        Future<Void> release = deadline.release();
        cancellation.fail("refused");
        passTime();
        assertTrue(release.succeeded());
        assertEquals(1, released);
    }

    @Test
    void aCancelledQueryThatIsAnsweredLateReleasesAtOnce() {
        passTime();
        cancellation.complete();
        passTime();
        assertEquals(0, released);
        assertTrue(deadline.release().succeeded());
        assertEquals(1, released);
    }

    @Test
    void aConnectionThatIsClosedIsReleasedAtOnce() {
        passTime();
        closeHandler.handle(null);
        assertTrue(deadline.release().succeeded());
        assertEquals(1, released);
    }
}
