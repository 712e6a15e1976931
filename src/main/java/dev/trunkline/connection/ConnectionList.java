package dev.trunkline.connection;

import dev.trunkline.metrics.Transport;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The open connections at one moment: totals of all, and the first ones in some order. Nothing is kept for it while nobody asks: each
 * event loop reads its own connections, some at a time, so that events get their turn in between.
 */
public final class ConnectionList {

    /** Connections that an event loop reads before it lets its other tasks go first. */
    private static final int PIECE = 256;

    private final int limit;
    private final ListedConnection.Order order;

    /** The last of the first ones comes first. */
    private final PriorityQueue<ListedConnection> first;

    private final Map<Transport, Integer> byTransport = new EnumMap<>(Transport.class);
    private final Set<Long> accounts = new HashSet<>();
    private int anonymous;
    private long streams;
    private long events;
    private long waiting;

    private ConnectionList(ListedConnection.Order order, int limit) {
        this.limit = limit;
        this.order = order;
        this.first = new PriorityQueue<>(order.comparator().reversed());
    }

    /**
     * Reads them; completes on any thread.
     *
     * @param limit how many are listed
     */
    public static CompletionStage<ConnectionList> of(
            Collection<Connection> all, ListedConnection.Order order, int limit) {
        ConnectionList list = new ConnectionList(order, limit);
        Map<EventLoop, Queue<Connection>> byLoop = new HashMap<>();
        for (Connection connection : all) {
            byLoop.computeIfAbsent(connection.loop(), missing -> new ArrayDeque<>())
                    .add(connection);
        }
        List<CompletableFuture<Void>> done = new ArrayList<>();
        byLoop.forEach((loop, theirs) -> {
            CompletableFuture<Void> read = new CompletableFuture<>();
            done.add(read);
            loop.execute(() -> list.read(loop, theirs, read));
        });
        return CompletableFuture.allOf(done.toArray(CompletableFuture<?>[]::new))
                .thenApply(read -> list);
    }

    private void read(EventLoop loop, Queue<Connection> rest, CompletableFuture<Void> done) {
        try {
            List<ListedConnection> piece = new ArrayList<>(PIECE);
            for (int i = 0; i < PIECE && !rest.isEmpty(); i++) {
                Connection next = rest.remove();
                if (next.isOpen() && !next.ended()) {
                    piece.add(next.listed());
                }
            }
            add(piece);
            if (rest.isEmpty()) {
                done.complete(null);
            } else {
                loop.execute(() -> read(loop, rest, done));
            }
        } catch (RuntimeException fault) {
            done.completeExceptionally(fault);
        }
    }

    private synchronized void add(List<ListedConnection> piece) {
        for (ListedConnection next : piece) {
            byTransport.merge(next.transport(), 1, Integer::sum);
            if (next.account() == 0) {
                anonymous++;
            } else {
                accounts.add(next.account());
            }
            streams += next.streams().size();
            events += next.events();
            waiting += next.waiting();
            first.add(next);
            if (first.size() > limit) {
                first.remove();
            }
        }
    }

    /** Those that come first, in their order. */
    public synchronized List<ListedConnection> first() {
        return first.stream().sorted(order.comparator()).toList();
    }

    /** The open connections of this transport. */
    public synchronized int count(Transport transport) {
        return byTransport.getOrDefault(transport, 0);
    }

    /** The accounts that have some. */
    public synchronized int accounts() {
        return accounts.size();
    }

    /** The connections of viewers without an account. */
    public synchronized int anonymous() {
        return anonymous;
    }

    /** The subscriptions of all together. */
    public synchronized long streams() {
        return streams;
    }

    /** The events that were written to all of them together. */
    public synchronized long events() {
        return events;
    }

    /** The bytes that wait for all of them, those that several wait for once for each. */
    public synchronized long waiting() {
        return waiting;
    }
}
