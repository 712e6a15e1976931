package dev.trunkline.filter;

import io.smallrye.mutiny.subscription.UniEmitter;
import org.jspecify.annotations.Nullable;

/** A request to search one text for the filters of some accounts. For one thread, except {@link #abandon()}. */
final class Search {

    private final Runnable onEnd;
    private boolean ended;
    private volatile @Nullable SearchableText text;
    private volatile @Nullable UniEmitter<? super FilterMatches> result;

    /** @param onEnd runs once, when the search has its result or its failure, or is dropped because it was abandoned */
    Search(SearchableText text, UniEmitter<? super FilterMatches> result, Runnable onEnd) {
        this.text = text;
        this.result = result;
        this.onEnd = onEnd;
    }

    /** Nobody wants the result any more. The search may stay in its queue for a while, but holds nothing. For any thread. */
    void abandon() {
        text = null;
        result = null;
    }

    /** The text; null if the search was abandoned, which ends it. */
    @Nullable
    SearchableText text() {
        SearchableText current = text;
        if (current == null) {
            end();
        }
        return current;
    }

    void complete(FilterMatches results) {
        UniEmitter<? super FilterMatches> waiting = result;
        end();
        if (waiting != null) {
            waiting.complete(results);
        }
    }

    void fail(Throwable failure) {
        UniEmitter<? super FilterMatches> waiting = result;
        end();
        if (waiting != null) {
            waiting.fail(failure);
        }
    }

    private void end() {
        if (!ended) {
            ended = true;
            onEnd.run();
        }
        abandon();
    }
}
