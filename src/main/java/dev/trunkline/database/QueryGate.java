package dev.trunkline.database;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;

/**
 * Decides which query gets a connection next, and when one more is opened. As many queries are under way as there are
 * connections; the most urgent that wait go first, and those of one priority in their order. Shares of the pool keep one kind of
 * query from taking all of it: {@link Priority#HEALTH} has one connection at most, and with three or more that one is for it
 * alone; look-ups leave three tenths of the pool (at least one connection) to checks, and checks leave one to look-ups. No query
 * waits for a connection that is being opened while another one becomes free. Thread-safe.
 */
final class QueryGate {

    /** The share of the pool that look-ups may have, in tenths. */
    private static final int LOOK_UPS_TENTHS = 7;

    private final int connections;
    private final IntSupplier open;
    private final int maxWaiting;
    private final Map<Priority, Line> lines = new EnumMap<>(Priority.class);

    private int opening;

    /** Those among them that keep others from being opened. */
    private int holding;

    /** Whether the last attempt to open another connection has failed. */
    private boolean full;

    /** What becomes of a query that waits: one of both is called, once, by the thread that frees or misses a connection. */
    interface Waiter {

        void begin(Turn turn);

        /** There is no connection, and none can be opened. */
        void fail(Throwable cause);
    }

    /** The queries of one priority. */
    private static final class Line {

        private final Priority priority;
        private final Set<Turn> waiting = new LinkedHashSet<>();
        private int underWay;

        Line(Priority priority) {
            this.priority = priority;
        }
    }

    /**
     * @param connections how many the pool may have
     * @param open how many are open, with those that have a query
     * @param maxWaiting how many queries of each priority may wait
     */
    QueryGate(int connections, IntSupplier open, int maxWaiting) {
        this.connections = connections;
        this.open = open;
        this.maxWaiting = maxWaiting;
        for (Priority priority : Priority.values()) {
            lines.put(priority, new Line(priority));
        }
    }

    /** A query's place in the line, and then its claim to a connection. */
    final class Turn {

        private final Line line;
        private final Waiter waiter;
        private boolean atOnce;

        private Turn(Line line, Waiter waiter) {
            this.line = line;
            this.waiter = waiter;
        }

        /** Whether there was a connection right away: the caller begins. */
        boolean atOnce() {
            return atOnce;
        }

        /** Nobody waits for the answer any more: a query that has not begun never will. */
        void leave() {
            synchronized (QueryGate.this) {
                line.waiting.remove(this);
            }
        }

        /** The query's connection is free again or closed, or it got none; to be called once after it has begun. */
        void over() {
            begin(afterQuery(this));
        }
    }

    /** A connection that is being opened. */
    final class Opening {

        private boolean holds = true;

        private Opening() {}

        /** It takes long, and no longer keeps others from being opened. */
        void late() {
            letOthersOpen(this);
        }

        /** The connection is one of those that are open, and was not before. */
        void done() {
            begin(afterOpening(this));
        }

        /** It is one that was there before. To be called instead of {@link #done()}. */
        void found() {
            end(this);
        }

        /** There is no connection; whoever waits fails if there is no other one. To be called instead of {@link #done()}. */
        void failed(Throwable cause) {
            withoutConnection(this).forEach(turn -> turn.waiter.fail(cause));
        }
    }

    /**
     * Takes a query in, which begins at once ({@link Turn#atOnce()}) or later.
     *
     * @throws DatabaseOverloaded if too many wait
     */
    synchronized Turn enter(Priority priority, Waiter waiter) {
        Line line = line(priority);
        Turn turn = new Turn(line, waiter);
        if (isOneFree() && mayHaveMore(line, shared())) {
            turn.atOnce = true;
            line.underWay++;
        } else if (line.waiting.size() < maxWaiting) {
            line.waiting.add(turn);
        } else {
            throw new DatabaseOverloaded(maxWaiting);
        }
        return turn;
    }

    /** Another connection, if a query waits that may have it. Only one is opened at a time, unless that takes long. */
    synchronized Optional<Opening> grow() {
        if (holding > 0 || !canGrow()) {
            return Optional.empty();
        }
        opening++;
        holding++;
        return Optional.of(new Opening());
    }

    /** Whether a query waits that may have one more connection than there are. */
    synchronized boolean canGrow() {
        // A query whose connection was closed before it could begin opens its own.
        return Math.max(open.getAsInt(), underWay()) + opening < connections
                && opening <= waiting()
                && lines.values().stream().anyMatch(line -> !line.waiting.isEmpty() && mayHaveMore(line, connections));
    }

    /** The number of connections that are being opened. */
    synchronized int opening() {
        return opening;
    }

    /** The number of queries that have begun and are not over. */
    synchronized int underWay() {
        return lines.values().stream().mapToInt(line -> line.underWay).sum();
    }

    /** The number of queries that wait for a connection. */
    synchronized int waiting() {
        return lines.values().stream().mapToInt(line -> line.waiting.size()).sum();
    }

    private Line line(Priority priority) {
        Line line = lines.get(priority);
        if (line == null) {
            throw new IllegalStateException("No line for " + priority);
        }
        return line;
    }

    private boolean isOneFree() {
        return underWay() < open.getAsInt();
    }

    /** The connections that are shared out: if PostgreSQL gives no more, those that there are. */
    private int shared() {
        return full ? Math.max(1, open.getAsInt()) : connections;
    }

    /** Whether its share of so many connections lets one more of its queries begin. */
    private boolean mayHaveMore(Line line, int size) {
        int ordinary = size < 3 ? size : size - 1;
        int leavingOne = Math.max(1, ordinary - 1);
        return switch (line.priority) {
            case HEALTH -> line.underWay < 1;
            case CHECK -> line.underWay < leavingOne && ordinaryUnderWay() < ordinary;
            case LOOK_UP ->
                line.underWay < Math.max(1, Math.min(leavingOne, size * LOOK_UPS_TENTHS / 10))
                        && ordinaryUnderWay() < ordinary;
        };
    }

    private int ordinaryUnderWay() {
        return underWay() - line(Priority.HEALTH).underWay;
    }

    private synchronized void letOthersOpen(Opening late) {
        if (late.holds) {
            late.holds = false;
            holding--;
        }
    }

    private synchronized List<Turn> afterOpening(Opening done) {
        end(done);
        full = false;
        return next();
    }

    private synchronized List<Turn> withoutConnection(Opening failed) {
        end(failed);
        full = open.getAsInt() > 0;
        List<Turn> failing = new ArrayList<>();
        if (!full && opening == 0) {
            for (Line each : lines.values()) {
                failing.addAll(each.waiting);
                each.waiting.clear();
            }
        }
        return failing;
    }

    private synchronized void end(Opening ended) {
        letOthersOpen(ended);
        opening--;
    }

    private synchronized List<Turn> afterQuery(Turn turn) {
        turn.line.underWay--;
        return next();
    }

    /** Those that begin now. */
    private List<Turn> next() {
        List<Turn> next = new ArrayList<>(1);
        // In the order of the priorities: an EnumMap keeps it.
        for (Line each : lines.values()) {
            while (!each.waiting.isEmpty() && isOneFree() && mayHaveMore(each, shared())) {
                Turn first = each.waiting.iterator().next();
                each.waiting.remove(first);
                each.underWay++;
                next.add(first);
            }
        }
        return next;
    }

    private static void begin(List<Turn> turns) {
        turns.forEach(turn -> turn.waiter.begin(turn));
    }
}
