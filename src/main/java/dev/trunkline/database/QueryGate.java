package dev.trunkline.database;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
    private final int ordinary;
    private final int maxWaiting;
    private final Map<Priority, Line> lines = new EnumMap<>(Priority.class);

    /** Connections that have been opened; a query opens those again that PostgreSQL has closed since. */
    private int open;

    private int opening;

    /** Those among them that keep others from being opened. */
    private int holding;

    /** What becomes of a query that waits: one of both is called, once, by the thread that frees or misses a connection. */
    interface Waiter {

        void begin(Turn turn);

        /** There is no connection, and none can be opened. */
        void fail(Throwable cause);
    }

    /** The queries of one priority. */
    private static final class Line {

        private final int most;
        private final Set<Turn> waiting = new LinkedHashSet<>();
        private int underWay;

        Line(int most) {
            this.most = most;
        }
    }

    /**
     * @param connections the size of the pool
     * @param maxWaiting how many queries of each priority may wait
     */
    QueryGate(int connections, int maxWaiting) {
        this.connections = connections;
        this.ordinary = connections < 3 ? connections : connections - 1;
        this.maxWaiting = maxWaiting;
        int leavingOne = Math.max(1, ordinary - 1);
        lines.put(Priority.HEALTH, new Line(1));
        lines.put(Priority.CHECK, new Line(leavingOne));
        lines.put(Priority.LOOK_UP, new Line(Math.max(1, Math.min(leavingOne, connections * LOOK_UPS_TENTHS / 10))));
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

        /** The query's connection is free again, or it got none; to be called once after it has begun. */
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

        /** The connection is in the pool. */
        void done() {
            begin(afterOpening(this));
        }

        /** There is no connection; whoever waits for the very first one fails. To be called instead of {@link #done()}. */
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
        if (isOneFree() && mayHaveMore(line)) {
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
    synchronized Optional<Opening> open() {
        if (holding > 0 || !canGrow()) {
            return Optional.empty();
        }
        opening++;
        holding++;
        return Optional.of(new Opening());
    }

    /** Whether a query waits that may have one more connection than there are. */
    synchronized boolean canGrow() {
        return open + opening < connections
                && lines.values().stream().anyMatch(line -> !line.waiting.isEmpty() && mayHaveMore(line));
    }

    /** Whether no connection has ever been opened. */
    synchronized boolean isEmpty() {
        return open == 0;
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
        return underWay() < open;
    }

    /** Whether its share of the pool lets one more of its queries begin. A line that may has nobody waiting while one is free. */
    private boolean mayHaveMore(Line line) {
        Line health = line(Priority.HEALTH);
        boolean leavesOneToHealth = line == health || underWay() - health.underWay < ordinary;
        return line.underWay < line.most && leavesOneToHealth;
    }

    private synchronized void letOthersOpen(Opening opened) {
        if (opened.holds) {
            opened.holds = false;
            holding--;
        }
    }

    private synchronized List<Turn> afterOpening(Opening opened) {
        end(opened);
        open++;
        return next();
    }

    private synchronized List<Turn> withoutConnection(Opening opened) {
        end(opened);
        List<Turn> failing = new ArrayList<>();
        if (open == 0 && opening == 0) {
            for (Line each : lines.values()) {
                failing.addAll(each.waiting);
                each.waiting.clear();
            }
        }
        return failing;
    }

    private void end(Opening opened) {
        letOthersOpen(opened);
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
            while (!each.waiting.isEmpty() && isOneFree() && mayHaveMore(each)) {
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
