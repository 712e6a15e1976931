package dev.trunkline.harness;

/**
 * An access token.
 *
 * @param id of its row
 * @param text what a client presents
 * @param account whose it is
 */
public record Token(long id, String text, Account account) {}
