package dev.trunkline.harness;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One Redis, one PostgreSQL and the servers that the test classes of this JVM share: one for each set of settings, the most
 * recently used of them. They live as long as the JVM. A store of JUnit would not do: Surefire's forks run each class as a
 * test plan of its own.
 */
final class SharedServers {

    /** For classes that leave Redis and PostgreSQL alone; the bound is for the memory. */
    private static final SharedServers QUIET = new SharedServers(6);

    /** For classes with {@link WireTest#ownServers}: whatever they do to Redis, no other server must recover from it. */
    private static final SharedServers DISTURBED = new SharedServers(1);

    private static final Duration SETTLED = Duration.ofSeconds(20);

    private final int most;
    private final Map<Set<String>, Trunkline> trunklines = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Set<String>, Class<?>> users = new HashMap<>();
    private @Nullable Mastodon mastodon;

    private SharedServers(int most) {
        this.most = most;
    }

    static SharedServers of(boolean disturbed) {
        return disturbed ? DISTURBED : QUIET;
    }

    /** Redis and PostgreSQL; a class that wants its own and no server finds no server connected to them. */
    synchronized Mastodon mastodon(Class<?> test) {
        if (this == DISTURBED && !wantsServer(test)) {
            trunklines.values().forEach(Trunkline::close);
            trunklines.clear();
        }
        return mastodon();
    }

    private static boolean wantsServer(Class<?> test) {
        return Stream.of(test.getDeclaredConstructors())
                .anyMatch(
                        constructor -> List.of(constructor.getParameterTypes()).contains(Trunkline.class));
    }

    private Mastodon mastodon() {
        if (mastodon == null) {
            mastodon = Mastodon.start();
            Runtime.getRuntime().addShutdownHook(new Thread(this::close, "shared servers"));
        }
        return mastodon;
    }

    /**
     * A server with these settings; one that another class has used is healthy and without connections. If it does not become
     * so, the other class is to blame, unless it {@linkplain WireTest#ownServers disturbs} the servers: then it is replaced.
     */
    synchronized Trunkline trunkline(Set<String> settings, Class<?> test) {
        Trunkline shared = trunklines.get(settings);
        Class<?> user = users.put(settings, test);
        if (shared != null && !test.equals(user) && !settles(shared)) {
            trunklines.remove(settings);
            shared.close();
            shared = null;
            String fault = user + " has left the server with " + new TreeSet<>(settings)
                    + " ended, unhealthy or with connections";
            if (this != DISTURBED) {
                throw new IllegalStateException(fault);
            }
            System.out.println(fault + ": " + test + " gets a new one");
        }
        if (shared == null) {
            if (trunklines.size() == most) {
                Set<String> oldest = trunklines.keySet().iterator().next();
                trunklines.remove(oldest).close();
            }
            shared = Trunkline.start(mastodon(), List.copyOf(new TreeSet<>(settings)));
            trunklines.put(settings, shared);
        }
        return shared;
    }

    private static boolean settles(Trunkline trunkline) {
        try {
            await().atMost(SETTLED).ignoreExceptions().until(() -> {
                if (!trunkline.process().isAlive()) {
                    return true;
                }
                Metrics metrics = trunkline.metrics();
                return metrics.sum("connected_clients") == 0
                        && metrics.get("redis_subscriptions") == 0
                        && trunkline.get("/q/health/ready").answer().status() == 200;
            });
            return trunkline.process().isAlive();
        } catch (ConditionTimeoutException stillBusy) {
            return false;
        }
    }

    private synchronized void close() {
        trunklines.values().forEach(trunkline -> trunkline.process().destroy());
        trunklines.values().forEach(Trunkline::close);
        if (mastodon != null) {
            try {
                mastodon.close();
            } catch (Exception e) {
                // The guard of the embedded servers ends them when this JVM has ended.
                System.err.println("The embedded servers do not end: " + e);
            }
        }
    }
}
