package dev.trunkline.database;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Decides which query gets a connection next. As many queries are under way as there are connections; the most urgent that
 * wait go first, and those of one priority in their order. Shares of the pool keep one kind of query from taking all of it:
 * {@link Priority#HEALTH} has one connection at most, and with three or more that one is for it alone; look-ups leave three
 * tenths of the pool (at least one connection) to checks, and checks leave one to look-ups. While a connection is opened, what
 * waits takes those that are open, which are free again sooner; only if that takes long is another opened beside it. Thread-safe.
 */
final class QueryGate {

    /** The share of the pool that look-ups may have, in tenths. */
    private static final int LOOK_UPS_TENTHS = 7;

    private final int connections;
    private final int ordinary;
    private final int maxWaiting;
    private final Map<Priority, Line> lines = new EnumMap<>(Priority.class);

    /** Connections that have been opened; those that PostgreSQL has closed since are opened again at once. */
    private int open;

    /** Queries under way whose connection is still being opened. */
    private int opening;

    /** Whether a query may begin for which a connection has to be opened. */
    private boolean mayOpen = true;

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
        private final Consumer<Turn> later;
        private boolean atOnce;
        private boolean opens;
        private boolean holdsOthers;

        private Turn(Line line, Consumer<Turn> later) {
            this.line = line;
            this.later = later;
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

        /** Whether the query has to wait until a connection is opened: then {@link #late} may be called. */
        boolean opens() {
            return opens;
        }

        /** The opening of the connection takes long: it no longer keeps others from being opened. */
        void late() {
            begin(afterLongOpening(this));
        }

        /** The query has its connection; to be called at most once, between its beginning and its end. */
        void connected() {
            begin(afterOpening(this));
        }

        /** The query's connection is free again, or it got none; to be called once after it has begun. */
        void over() {
            begin(afterQuery(this));
        }
    }

    /**
     * Takes a query in, which begins at once ({@link Turn#atOnce()}) or later.
     *
     * @param later called by the thread that frees a connection for a query that has waited
     * @throws DatabaseOverloaded if too many wait
     */
    synchronized Turn enter(Priority priority, Consumer<Turn> later) {
        Line line = line(priority);
        Turn turn = new Turn(line, later);
        if (hasRoom(line)) {
            turn.atOnce = true;
            count(turn);
        } else if (line.waiting.size() < maxWaiting) {
            line.waiting.add(turn);
        } else {
            throw new DatabaseOverloaded(maxWaiting);
        }
        return turn;
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

    /** A line with room has nobody waiting: whoever could begin has begun. */
    private boolean hasRoom(Line line) {
        int all = underWay();
        Line health = line(Priority.HEALTH);
        boolean leavesOneToHealth = line == health || all - health.underWay < ordinary;
        boolean getsConnection = isOneFree() || (mayOpen && all < connections);
        return getsConnection && line.underWay < line.most && leavesOneToHealth;
    }

    /** Whether a connection that is open has no query. */
    private boolean isOneFree() {
        return underWay() - opening < open;
    }

    private void count(Turn turn) {
        if (!isOneFree()) {
            turn.opens = true;
            turn.holdsOthers = true;
            opening++;
            mayOpen = false;
        }
        turn.line.underWay++;
    }

    private synchronized List<Turn> afterLongOpening(Turn turn) {
        letOthersOpen(turn);
        return next();
    }

    private synchronized List<Turn> afterOpening(Turn turn) {
        if (turn.opens) {
            open = Math.min(connections, open + 1);
            endOpening(turn);
        }
        return next();
    }

    private synchronized List<Turn> afterQuery(Turn turn) {
        turn.line.underWay--;
        if (turn.opens) {
            endOpening(turn);
        }
        return next();
    }

    private void endOpening(Turn turn) {
        turn.opens = false;
        opening--;
        letOthersOpen(turn);
    }

    private void letOthersOpen(Turn turn) {
        if (turn.holdsOthers) {
            turn.holdsOthers = false;
            mayOpen = true;
        }
    }

    /** Those that begin now. */
    private List<Turn> next() {
        List<Turn> next = new ArrayList<>(1);
        // In the order of the priorities: an EnumMap keeps it.
        for (Line each : lines.values()) {
            while (!each.waiting.isEmpty() && hasRoom(each)) {
                Turn first = each.waiting.iterator().next();
                each.waiting.remove(first);
                count(first);
                next.add(first);
            }
        }
        return next;
    }

    private static void begin(List<Turn> turns) {
        turns.forEach(turn -> turn.later.accept(turn));
    }
}
