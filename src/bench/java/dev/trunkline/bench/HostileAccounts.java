package dev.trunkline.bench;

/** Which viewers are whom in the attacks: numbers of {@link ViewerAccounts}. */
final class HostileAccounts {
    /** The filters of every viewer. */
    static final ViewerFilters FILTERS = new ViewerFilters(5, 100);

    /** Innocents of each kind; they are the first viewers. */
    static final int INNOCENTS = 10;

    /** The first of the viewers who come during an attack, and their number. */
    static final int FIRST_NEW = 2 * INNOCENTS;

    static final int NEW = 80;

    /** The first of those who have a filter on a word of every status. */
    static final int FIRST_READER = 100;

    static final int READERS = 2000;

    /** The first of those who come back all at once. */
    static final int FIRST_RETURNING = FIRST_READER + READERS;

    static final int RETURNING = 2000;

    static final int OWNER_OF_KEYWORDS = FIRST_RETURNING + RETURNING;
    static final int OWNER_OF_FILTERS = OWNER_OF_KEYWORDS + 1;
    static final int ALL = OWNER_OF_FILTERS + 1;

    private HostileAccounts() {}
}
