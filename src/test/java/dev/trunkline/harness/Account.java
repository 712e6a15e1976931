package dev.trunkline.harness;

/**
 * A local account with its user.
 *
 * @param id of the account
 * @param userId of its user
 */
public record Account(long id, long userId) {}
