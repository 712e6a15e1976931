package dev.trunkline.filter;

import org.jspecify.annotations.Nullable;

/** What a client does with a status that matches a filter (protocol, section 6, check 4). */
enum FilterAction {
    WARN,
    HIDE,
    BLUR;

    /** The action of a value of {@code custom_filters.action}; the mildest one for null and for a value that is not known yet. */
    static FilterAction of(@Nullable Integer column) {
        return column != null && column >= 0 && column < values().length ? values()[column] : WARN;
    }

    /** The name in the API. */
    String label() {
        return switch (this) {
            case WARN -> "warn";
            case HIDE -> "hide";
            case BLUR -> "blur";
        };
    }
}
