package dev.trunkline.filter;

/** A keyword that matches at a place of the text. */
record FilterMatch(IndexedKeyword indexed, int place) {

    /** Which of two matches of one filter counts: the leftmost one, and at one place the keyword with the smaller id. */
    FilterMatch first(FilterMatch other) {
        if (place != other.place) {
            return place < other.place ? this : other;
        }
        return indexed.keyword().id() < other.indexed.keyword().id() ? this : other;
    }

    /** The matching part of the text. */
    String of(String text) {
        return text.substring(place, place + indexed.keyword().phrase().folded().length());
    }
}
