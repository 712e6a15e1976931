package dev.trunkline.filter;

import dev.trunkline.config.Settings;

/**
 * How much of one account's filters is loaded.
 *
 * @param keywords the most rows of keywords
 * @param size the most bytes of keywords, titles and contexts
 */
record FilterBounds(int keywords, long size) {

    /** Bytes that one query brings at least, whatever the bounds: many small accounts fit into it. */
    private static final long LEAST_SUM = 4 << 20;

    static FilterBounds of(Settings.Filters settings) {
        return new FilterBounds(settings.maxKeywords(), settings.maxSize().asLongValue());
    }

    /** The most bytes that one query brings for all its accounts together; one account always fits. */
    long sum() {
        return Math.max(size, LEAST_SUM);
    }
}
