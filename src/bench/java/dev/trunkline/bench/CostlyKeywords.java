package dev.trunkline.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Very many long keywords of one account, which has a few public streams open and opens them again when they end.
 *
 * @param keywords their number, in filters of a thousand
 */
record CostlyKeywords(int keywords, Duration time) implements Attack {
    private static final int LENGTH = 512;
    private static final int PER_FILTER = 1000;
    private static final int STREAMS = 3;
    private static final long FIRST_FILTER = 6_000_000_000L;

    @Override
    public String name() {
        return "keywords";
    }

    @Override
    public String description() {
        return keywords + " keywords of " + LENGTH + " characters of one account with " + STREAMS + " public streams";
    }

    @Override
    public int connections() {
        return STREAMS;
    }

    @Override
    public void prepare(Connection owner) throws SQLException {
        HostileFilters.insert(
                owner, HostileAccounts.OWNER_OF_KEYWORDS, FIRST_FILTER, keywords / PER_FILTER, PER_FILTER, LENGTH);
    }

    @Override
    public void run(Field field) throws IOException {
        try (Attackers attackers = new Attackers(field.port())) {
            long next = System.nanoTime();
            while (field.open()) {
                if (attackers.connections() < STREAMS && System.nanoTime() - next >= 0) {
                    next = System.nanoTime() + Duration.ofMillis(200).toNanos();
                    attackers.open(
                            ClientOrigin.ATTACKERS,
                            ClientOrigin.ATTACKERS.request(
                                    "/api/v1/streaming/public",
                                    ViewerAccounts.token(HostileAccounts.OWNER_OF_KEYWORDS),
                                    ""),
                            Attackers.Manner.READ);
                }
                attackers.turn(20);
            }
            field.report(attackers.answers());
        }
    }
}
