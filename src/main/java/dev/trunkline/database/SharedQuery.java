package dev.trunkline.database;

import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A query that is under way at most once: whoever asks meanwhile gets the same answer, and whoever asks after its end an answer
 * of another query. An answer may come of a query that began before the question. The query goes on when nobody waits for it
 * any more. Thread-safe.
 */
final class SharedQuery<T> {

    private final Supplier<Uni<T>> query;
    private @Nullable Uni<T> underWay;

    /** @param query comes to an end, whether PostgreSQL answers or not */
    SharedQuery(Supplier<Uni<T>> query) {
        this.query = query;
    }

    /** Asks at each subscription. The answer may come on any thread. */
    Uni<T> answer() {
        return Uni.createFrom().deferred(this::join);
    }

    private synchronized Uni<T> join() {
        if (underWay == null) {
            underWay = query.get().onTermination().invoke(this::over).memoize().indefinitely();
        }
        return underWay;
    }

    private synchronized void over() {
        underWay = null;
    }
}
