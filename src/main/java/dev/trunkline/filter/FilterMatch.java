package dev.trunkline.filter;

/** A keyword that matches at a place of the text. */
record FilterMatch(Keyword keyword, int place) {

    CustomFilter filter() {
        return keyword.filter();
    }

    /** Which of two of the same filter counts: the leftmost one, at one place that of the smaller id. */
    FilterMatch first(FilterMatch other) {
        if (place != other.place) {
            return place < other.place ? this : other;
        }
        return keyword.id() < other.keyword.id() ? this : other;
    }

    /** What matches, as it stands in the text. */
    String of(String text) {
        return text.substring(place, place + keyword.phrase().folded().length());
    }
}
