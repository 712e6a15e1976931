package dev.trunkline.filter;

/** More texts wait to be searched for keywords than may. */
public final class FiltersOverloaded extends RuntimeException {

    FiltersOverloaded(int limit) {
        super("More than " + limit + " texts wait for the keyword filters");
    }
}
