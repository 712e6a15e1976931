package dev.trunkline.connection;

import dev.trunkline.admission.ClientNetwork;
import dev.trunkline.config.Settings;
import dev.trunkline.viewer.Viewer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How fast viewers may subscribe: each account, or the address of a viewer without one, has one pace for all its connections, as
 * each subscription may leave a key in Redis (protocol, section 7) and costs look-ups even if it fails. May be used from any
 * thread.
 */
@ApplicationScoped
public class SubscriptionPaces {

    /** Accounts and addresses with a pace; the one that has not subscribed for longest starts afresh. */
    static final int MAX_PACES = 50_000;

    /** How long a connection that has ended may be kept by a turn that it waited for. */
    private static final long STEP_NANOS = Duration.ofSeconds(1).toNanos();

    private final int perMinute;
    private final LongSupplier nanoTime;

    private final Map<Object, Pace> paces = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Pace> eldest) {
            return size() > MAX_PACES;
        }
    };

    @Inject
    SubscriptionPaces(Settings settings) {
        this(settings.limits().subscriptionsPerMinute(), System::nanoTime);
    }

    /** @param nanoTime a clock like {@link System#nanoTime()} */
    SubscriptionPaces(int perMinute, LongSupplier nanoTime) {
        this.perMinute = perMinute;
        this.nanoTime = nanoTime;
    }

    /** Whether the viewer may subscribe at once; if so, the turn is taken. */
    public synchronized boolean take(Viewer viewer, Origin origin) {
        Pace pace = of(viewer, origin);
        if (isNow(pace.next(nanoTime.getAsLong()))) {
            return true;
        }
        pace.giveBack();
        return false;
    }

    /**
     * Runs the action when it is the connection's turn, at once or later on its event loop; when it has ended meanwhile, soon and
     * without taking the turn.
     */
    public void atTurn(Connection connection, Runnable action) {
        Duration pause;
        synchronized (this) {
            pause = of(connection.viewer(), connection.origin()).next(nanoTime.getAsLong());
        }
        if (isNow(pause)) {
            action.run();
        } else {
            wait(connection, nanoTime.getAsLong() + pause.toNanos(), action);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // Looks itself whether the connection has ended.
    private void wait(Connection connection, long turn, Runnable action) {
        long pause = turn - nanoTime.getAsLong();
        if (pause <= 0) {
            action.run();
        } else if (connection.ended()) {
            giveBack(connection);
            action.run();
        } else {
            connection
                    .loop()
                    .schedule(() -> wait(connection, turn, action), Math.min(pause, STEP_NANOS), TimeUnit.NANOSECONDS);
        }
    }

    private synchronized void giveBack(Connection connection) {
        of(connection.viewer(), connection.origin()).giveBack();
    }

    private Pace of(Viewer viewer, Origin origin) {
        Object owner = viewer.anonymous() ? ClientNetwork.of(origin.address()) : (Object) viewer.accountId();
        return paces.computeIfAbsent(owner, fresh -> new Pace(perMinute));
    }

    private static boolean isNow(Duration pause) {
        return pause.isZero() || pause.isNegative();
    }
}
