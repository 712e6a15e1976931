package dev.trunkline.filter;

/** A row of {@code custom_filter_keywords}: what is to be found, and for which filter. Each object is a row of its own. */
final class Keyword {

    private final long id;
    private final CustomFilter filter;
    private final Phrase phrase;

    Keyword(long id, CustomFilter filter, Phrase phrase) {
        this.id = id;
        this.filter = filter;
        this.phrase = phrase;
    }

    long id() {
        return id;
    }

    CustomFilter filter() {
        return filter;
    }

    Phrase phrase() {
        return phrase;
    }
}
