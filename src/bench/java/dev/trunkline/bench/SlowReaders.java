package dev.trunkline.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Public streams that are never read, of viewers with a keyword filter that every status matches, so that their frames differ
 * from those of all others.
 *
 * @param readers their number
 * @param each whether each has an account of its own, or all have the same
 * @param webSocket whether they are WebSockets
 */
record SlowReaders(String name, int readers, boolean each, boolean webSocket, Duration time) implements Attack {
    /** In every text: see {@link Statuses}. */
    private static final String COMMON_WORD = "bleibt";

    private static final long FIRST_FILTER = 5_000_000_000L;
    /** Connections that are opened at a time. */
    private static final int OPENING = 64;

    private static final int TRIES = 3;

    @Override
    public String description() {
        return readers + (webSocket ? " WebSockets" : " event streams") + " of "
                + (each ? readers + " accounts" : "one account") + " with a filter on a common word, which never read";
    }

    @Override
    public int connections() {
        return readers;
    }

    @Override
    public void prepare(Connection owner) throws SQLException {
        int accounts = each ? readers : 1;
        try (Statement statement = owner.createStatement()) {
            // Another attack may have inserted some of them.
            statement.execute("DELETE FROM custom_filter_keywords WHERE custom_filter_id BETWEEN " + FIRST_FILTER
                    + " AND " + (FIRST_FILTER + HostileAccounts.READERS));
            statement.execute("DELETE FROM custom_filters WHERE id BETWEEN " + FIRST_FILTER + " AND "
                    + (FIRST_FILTER + HostileAccounts.READERS));
            statement.execute("INSERT INTO custom_filters (id, account_id, phrase, context, action) SELECT "
                    + FIRST_FILTER
                    + " + n, " + ViewerAccounts.account(HostileAccounts.FIRST_READER)
                    + " + n, 'Everything', '{home,public}', 0 FROM generate_series(0, " + (accounts - 1) + ") n");
            statement.execute(
                    "INSERT INTO custom_filter_keywords (custom_filter_id, keyword, whole_word) SELECT " + FIRST_FILTER
                            + " + n, '" + COMMON_WORD + "', true FROM generate_series(0, " + (accounts - 1) + ") n");
        }
    }

    @Override
    public void run(Field field) throws IOException, InterruptedException {
        String path = "/api/v1/streaming" + (webSocket ? "?stream=public" : "/public");
        try (Attackers attackers = new Attackers(field.port())) {
            while (field.open() && (!complete(attackers) || attackers.unanswered() > 0)) {
                while (!complete(attackers) && attackers.unanswered() < OPENING) {
                    int viewer = HostileAccounts.FIRST_READER + (each ? attackers.opened() % readers : 0);
                    attackers.open(
                            ClientOrigin.ATTACKERS,
                            ClientOrigin.ATTACKERS.request(
                                    path, ViewerAccounts.token(viewer), webSocket ? Client.HANDSHAKE : ""),
                            Attackers.Manner.STAY_UNREAD);
                }
                attackers.turn(20);
            }
            while (field.open()) {
                Thread.sleep(50);
            }
            field.report(attackers.answers());
        }
    }

    /** Whoever is refused tries again, with a bound. */
    private boolean complete(Attackers attackers) {
        return attackers.connections() >= readers || attackers.opened() >= TRIES * readers;
    }
}
