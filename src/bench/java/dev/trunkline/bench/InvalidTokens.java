package dev.trunkline.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * A flood of connections with different invalid tokens from one address, against limits of ten for each address and of a hundred
 * in all.
 *
 * @param connections open at a time, at most
 * @param rate new ones in a second, at most
 */
record InvalidTokens(int connections, int rate, Duration time) implements Attack {
    @Override
    public String name() {
        return "invalid-tokens";
    }

    @Override
    public String description() {
        return "up to " + connections + " connections at a time and " + rate + " a second with invalid tokens, from one"
                + " address; limits of 10 for each address and 100 in all";
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("TRUNKLINE_LIMITS_CONNECTIONS_PER_ADDRESS", "10", "TRUNKLINE_LIMITS_CONNECTIONS", "100");
    }

    @Override
    public void run(Field field) throws IOException {
        try (Attackers attackers = new Attackers(field.port())) {
            long start = System.nanoTime();
            while (field.open()) {
                double seconds = (System.nanoTime() - start) / 1e9;
                while (attackers.opened() < seconds * rate && attackers.unanswered() < connections) {
                    String token = String.format(Locale.ROOT, "invalid-%035d", attackers.opened());
                    attackers.open(
                            ClientOrigin.ATTACKERS,
                            ClientOrigin.ATTACKERS.request("/api/v1/streaming/public", token, ""),
                            Attackers.Manner.LEAVE);
                }
                attackers.turn(5);
            }
            field.report(attackers.answers());
        }
    }
}
