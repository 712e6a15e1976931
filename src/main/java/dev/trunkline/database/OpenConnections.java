package dev.trunkline.database;

import dev.trunkline.internals.PostgresSocket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The connections that are open, and those without a query, the one used last first: there, PostgreSQL has read what queries
 * need. The pool gives an idle connection to a caller on its event loop, and opens another one for a caller on any other, until
 * it has as many as it may. So each query asks for a connection where one is idle. Thread-safe.
 */
final class OpenConnections {

    /** The queries that each has, or that ask where it is; the one used last is the last. */
    private final Map<PostgresSocket, Integer> queries = new LinkedHashMap<>();

    /** How many there are. Those that PostgreSQL has closed are forgotten. */
    synchronized int count() {
        queries.keySet().removeIf(socket -> !socket.isOpen());
        return queries.size();
    }

    /** Where a query is to ask for a connection; empty if none is idle. */
    synchronized Optional<PostgresSocket> take() {
        count();
        Optional<PostgresSocket> idle = queries.entrySet().stream()
                .filter(each -> each.getValue() == 0)
                .map(Map.Entry::getKey)
                .reduce((earlier, later) -> later);
        idle.ifPresent(socket -> queries.merge(socket, 1, Integer::sum));
        return idle;
    }

    /** A query has asked there, and got this one: with several on one event loop, perhaps another. */
    synchronized void begin(PostgresSocket socket) {
        queries.merge(socket, 1, Integer::sum);
    }

    /** A query no longer asks there, or is over. */
    synchronized void end(PostgresSocket socket) {
        Integer had = queries.remove(socket);
        if (had != null) {
            queries.put(socket, had - 1);
        }
    }

    synchronized boolean contains(PostgresSocket socket) {
        return queries.containsKey(socket);
    }

    /** A new one, without a query. */
    synchronized void add(PostgresSocket socket) {
        queries.putIfAbsent(socket, 0);
    }
}
