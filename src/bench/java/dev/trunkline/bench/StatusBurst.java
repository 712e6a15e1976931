package dev.trunkline.bench;

import java.io.IOException;
import java.time.Duration;

/**
 * Very many public statuses at once, which is no attack but overload.
 *
 * @param burst their number
 */
record StatusBurst(int burst, Duration time) implements Attack {
    @Override
    public String name() {
        return "burst";
    }

    @Override
    public String description() {
        return burst + " public statuses at once";
    }

    @Override
    public int connections() {
        return 0;
    }

    @Override
    public int bytes() {
        return Statuses.LEAST_BYTES;
    }

    /** Only some 8,000 of 20,000 fit into the server's backlog, and how many more are checked meanwhile depends on the machine. */
    @Override
    public double leastPublic() {
        return 0.35;
    }

    @Override
    public void run(Field field) throws IOException, InterruptedException {
        field.burst(burst);
        while (field.open()) {
            Thread.sleep(50);
        }
    }
}
