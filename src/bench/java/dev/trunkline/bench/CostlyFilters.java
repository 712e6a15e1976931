package dev.trunkline.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Very many filters of one account, which opens a public stream again and again, so that they are loaded each time.
 *
 * @param filters their number, each with one keyword
 */
record CostlyFilters(int filters, Duration time) implements Attack {
    private static final int LENGTH = 32;
    private static final long FIRST_FILTER = 7_000_000_000L;
    /** Long enough for some statuses. */
    private static final Duration STAY = Duration.ofMillis(300);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Override
    public String name() {
        return "filters";
    }

    @Override
    public String description() {
        return filters + " filters of one account, which opens a public stream again and again";
    }

    @Override
    public int connections() {
        return 1;
    }

    @Override
    public void prepare(Connection owner) throws SQLException {
        HostileFilters.insert(owner, HostileAccounts.OWNER_OF_FILTERS, FIRST_FILTER, filters, 1, LENGTH);
    }

    @Override
    public void run(Field field) throws IOException {
        try (Attackers attackers = new Attackers(field.port())) {
            while (field.open()) {
                attackers.open(
                        ClientOrigin.ATTACKERS,
                        ClientOrigin.ATTACKERS.request(
                                "/api/v1/streaming/public", ViewerAccounts.token(HostileAccounts.OWNER_OF_FILTERS), ""),
                        Attackers.Manner.READ);
                long asked = System.nanoTime();
                while (attackers.unanswered() > 0 && System.nanoTime() - asked < PATIENCE.toNanos()) {
                    attackers.turn(20);
                }
                long answered = System.nanoTime();
                while (System.nanoTime() - answered < STAY.toNanos()) {
                    attackers.turn(20);
                }
                attackers.leave();
            }
            field.report(attackers.answers());
        }
    }
}
