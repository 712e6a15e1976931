package dev.trunkline.bench;

import java.io.IOException;
import java.time.Duration;

/**
 * Viewers, each with an account of its own, who all come back within two seconds, as after a proxy's restart, several times.
 *
 * @param viewers their number
 */
record Reconnects(int viewers, Duration time) implements Attack {
    private static final Duration COMING = Duration.ofSeconds(2);
    private static final Duration ROUND = Duration.ofSeconds(5);

    @Override
    public String name() {
        return "reconnects";
    }

    @Override
    public String description() {
        return viewers + " viewers who all open a public stream within " + COMING.toSeconds() + " s, every "
                + ROUND.toSeconds() + " s";
    }

    @Override
    public int connections() {
        return viewers;
    }

    @Override
    public void run(Field field) throws IOException {
        try (Attackers attackers = new Attackers(field.port())) {
            while (field.open()) {
                attackers.leave();
                long start = System.nanoTime();
                int come = 0;
                while (field.open() && System.nanoTime() - start < ROUND.toNanos()) {
                    double part = (double) (System.nanoTime() - start) / COMING.toNanos();
                    for (; come < viewers && come < part * viewers; come++) {
                        ClientOrigin origin = ClientOrigin.of(HostileAccounts.FIRST_RETURNING + come);
                        attackers.open(
                                origin,
                                origin.request(
                                        "/api/v1/streaming/public",
                                        ViewerAccounts.token(HostileAccounts.FIRST_RETURNING + come),
                                        ""),
                                Attackers.Manner.READ);
                    }
                    attackers.turn(10);
                }
            }
            field.report(attackers.answers());
        }
    }
}
