package dev.trunkline.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/** What hostile clients, or too many of them, do to the server. */
interface Attack {
    /** As on the command line. */
    String name();

    /** One line with the sizes. */
    String description();

    /** How long it takes. */
    Duration time();

    /** Connections that it has open at a time, at most. */
    int connections();

    /** Inserts the rows that it needs, once, before any server starts. */
    default void prepare(Connection owner) throws SQLException {}

    /** Further variables of the server. */
    default Map<String, String> settings() {
        return Map.of();
    }

    /** The size of a status. */
    default int bytes() {
        return 3300;
    }

    /** How many statuses it publishes at once, besides those that are published all the time. */
    default int burst() {
        return 0;
    }

    /** The part of what is due on public streams, from 0 to 1, that the innocents must get at least. */
    default double leastPublic() {
        return 0.99;
    }

    /** Attacks as long as the field is open; every connection is closed at the end. */
    void run(Field field) throws IOException, InterruptedException;

    /** Where it takes place. */
    interface Field {
        /** The server's port. */
        int port();

        /** Whether the time of the attack is not over yet, and the server still lives. */
        boolean open();

        /** Publishes so many statuses on the public channel at once. */
        void burst(int statuses) throws IOException;

        /** Takes the attackers' answers, for the figures. */
        void report(Map<String, Integer> answers);
    }
}
