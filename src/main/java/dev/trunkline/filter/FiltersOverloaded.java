package dev.trunkline.filter;

/** Too many texts wait to be searched for keywords. */
public final class FiltersOverloaded extends RuntimeException {

    FiltersOverloaded(int limit) {
        super("More than " + limit + " texts wait for the keyword filters");
    }
}
