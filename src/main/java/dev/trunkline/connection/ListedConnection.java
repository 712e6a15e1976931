package dev.trunkline.connection;

import dev.trunkline.metrics.Transport;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * An open connection as it was at one moment, for administrators.
 *
 * @param client its address
 * @param account 0 for an anonymous viewer
 * @param streams the names of those that it is subscribed to
 * @param events that were written to it
 * @param waiting bytes that wait for the client
 * @param request the id of the request that opened it
 */
public record ListedConnection(
        Transport transport,
        String client,
        long account,
        List<String> streams,
        Duration age,
        long events,
        long waiting,
        String request) {

    /** Which of them come first; of what is equal otherwise, the oldest. */
    public enum Order {
        WAITING,
        AGE,
        EVENTS,
        STREAMS,
        ACCOUNT,
        CLIENT;

        Comparator<ListedConnection> comparator() {
            Comparator<ListedConnection> oldest =
                    Comparator.comparing(ListedConnection::age).reversed();
            return switch (this) {
                case WAITING ->
                    Comparator.comparingLong(ListedConnection::waiting)
                            .reversed()
                            .thenComparing(oldest);
                case AGE -> oldest;
                case EVENTS ->
                    Comparator.comparingLong(ListedConnection::events)
                            .reversed()
                            .thenComparing(oldest);
                case STREAMS ->
                    Comparator.comparingInt((ListedConnection listed) -> listed.streams.size())
                            .reversed()
                            .thenComparing(oldest);
                case ACCOUNT ->
                    Comparator.comparingLong(ListedConnection::account).thenComparing(oldest);
                case CLIENT -> Comparator.comparing(ListedConnection::client).thenComparing(oldest);
            };
        }
    }
}
