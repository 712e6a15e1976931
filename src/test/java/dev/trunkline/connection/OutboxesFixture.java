package dev.trunkline.connection;

import java.util.function.LongSupplier;

/** The sum of all outboxes for tests of other packages. */
public final class OutboxesFixture {

    private OutboxesFixture() {}

    /**
     * A sum of its own.
     *
     * @param frames bytes of all frames
     */
    public static Outboxes of(long limit, LongSupplier frames) {
        return new Outboxes(limit, frames, System::nanoTime);
    }
}
