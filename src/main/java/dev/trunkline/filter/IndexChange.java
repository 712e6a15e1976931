package dev.trunkline.filter;

import java.util.Iterator;
import java.util.function.Consumer;

/** Adds one account's keywords to an index, or removes them, in small steps, so that searches go on in between. */
final class IndexChange {

    /** How many keywords a step changes: less than a millisecond. */
    private static final int STEP = 250;

    private final Iterator<IndexedKeyword> keywords;
    private final Consumer<IndexedKeyword> change;

    /** @param change what happens to each keyword */
    IndexChange(AccountFilters account, Consumer<IndexedKeyword> change) {
        this.keywords = account.filters().stream()
                .flatMap(filter ->
                        filter.keywords().stream().map(keyword -> new IndexedKeyword(account, filter, keyword)))
                .iterator();
        this.change = change;
    }

    /** Makes the next step; false when there is nothing left to do. */
    boolean step() {
        for (int done = 0; done < STEP && keywords.hasNext(); done++) {
            change.accept(keywords.next());
        }
        return keywords.hasNext();
    }
}
