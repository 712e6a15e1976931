package dev.trunkline.fanout;

import dev.trunkline.broadcast.SystemChannel;
import dev.trunkline.connection.Connection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The connections that each system channel concerns. Thread-safe. */
final class Watchers {

    /** Most channels have one connection, in a set that cannot grow. Larger sets are used within the map's operations only. */
    private final Map<SystemChannel, Set<Connection>> byChannel = new ConcurrentHashMap<>();

    /** Adds a connection, which is not there yet. Returns whether it is the channel's first. */
    boolean add(SystemChannel channel, Connection connection) {
        Set<Connection> first = Set.of(connection);
        Set<Connection> added = byChannel.merge(channel, first, (present, one) -> {
            Set<Connection> more = present.size() == 1 ? new HashSet<>(present) : present;
            more.add(connection);
            return more;
        });
        return added == first;
    }

    /** Removes a connection. Returns whether it was the channel's last. */
    boolean remove(SystemChannel channel, Connection connection) {
        return byChannel.computeIfPresent(channel, (key, present) -> {
                    if (present.size() == 1) {
                        return null;
                    }
                    present.remove(connection);
                    return present.size() == 1 ? Set.copyOf(present) : present;
                })
                == null;
    }

    /** The channel's connections. */
    List<Connection> of(SystemChannel channel) {
        List<Connection> connections = new ArrayList<>();
        byChannel.computeIfPresent(channel, (key, present) -> {
            connections.addAll(present);
            return present;
        });
        return connections;
    }

    boolean has(SystemChannel channel) {
        return byChannel.containsKey(channel);
    }

    /** The channels that concern a connection. */
    Set<SystemChannel> channels() {
        return byChannel.keySet();
    }
}
