package dev.trunkline.filter;

/**
 * A text that was made to be slow to search: its repetitions and the beginnings of very many long keywords are the same
 * over and over. Holders of filters do not get the status, so that nobody can stop the filters of everybody with it.
 */
public final class TextTooCostly extends RuntimeException {

    TextTooCostly() {
        super("The text takes too many steps to search for keywords");
    }
}
