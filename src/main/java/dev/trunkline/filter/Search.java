package dev.trunkline.filter;

import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One text for some accounts, until it has its result or nobody wants it any more. For one thread but for the latter. */
final class Search {

    private final Runnable onEnd;
    private boolean ended;
    private volatile @Nullable SearchableText text;
    private volatile @Nullable UniEmitter<? super Map<Long, byte[]>> result;

    /** @param onEnd run once, when it is not carried out or waited with any more, whether abandoned before or not */
    Search(SearchableText text, UniEmitter<? super Map<Long, byte[]>> result, Runnable onEnd) {
        this.text = text;
        this.result = result;
        this.onEnd = onEnd;
    }

    /** Nobody waits for the result any more. It may stay where it is for a while, but holds nothing. For any thread. */
    void abandon() {
        text = null;
        result = null;
    }

    /** What is to be searched; null if nobody waits for the result any more: the search ends then. */
    @Nullable
    SearchableText text() {
        SearchableText current = text;
        if (current == null) {
            end();
        }
        return current;
    }

    void complete(Map<Long, byte[]> results) {
        UniEmitter<? super Map<Long, byte[]>> waiting = result;
        end();
        if (waiting != null) {
            waiting.complete(results);
        }
    }

    void fail(Throwable failure) {
        UniEmitter<? super Map<Long, byte[]>> waiting = result;
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
