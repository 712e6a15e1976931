package dev.trunkline.harness;

/**
 * An access token.
 *
 * @param id of its row
 * @param text that a client presents
 * @param account of its owner
 */
public record Token(long id, String text, Account account) {}
