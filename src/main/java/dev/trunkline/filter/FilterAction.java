package dev.trunkline.filter;

/** What a client is to do with a status that matches a filter (protocol, section 6, check 4). */
enum FilterAction {
    WARN,
    HIDE,
    BLUR;

    /** The action that {@code custom_filters.action} stands for; one of the future is the mildest. */
    static FilterAction of(int column) {
        return column >= 0 && column < values().length ? values()[column] : WARN;
    }

    /** As the API names it. */
    String label() {
        return switch (this) {
            case WARN -> "warn";
            case HIDE -> "hide";
            case BLUR -> "blur";
        };
    }
}
