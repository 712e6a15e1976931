package dev.trunkline.filter;

/** The filters of one account are still being loaded, and the other accounts of the search do not wait any longer. */
public final class FiltersLate extends RuntimeException {

    FiltersLate() {
        super("The filters are still being loaded", null, false, false);
    }
}
