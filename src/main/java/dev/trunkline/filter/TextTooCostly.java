package dev.trunkline.filter;

/**
 * A text that was made to be slow: more HTML than a parser is given, or repetitions that are the beginnings of very many
 * long keywords over and over. None of the accounts that were asked about together has an answer, those without a matching
 * filter neither; so nobody can stop the filters of everybody with it.
 */
public final class TextTooCostly extends RuntimeException {

    TextTooCostly() {
        super("The text takes too long to search for keywords");
    }
}
