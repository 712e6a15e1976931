package dev.trunkline.filter;

/**
 * A text that was made to be slow: more HTML than is parsed, or repeated beginnings of very many long keywords. The request
 * fails for all its accounts, also for those without a matching filter, so that nobody can switch off everybody's filters
 * with such a text.
 */
public final class TextTooCostly extends RuntimeException {

    TextTooCostly() {
        super("The text takes too long to search for keywords");
    }
}
