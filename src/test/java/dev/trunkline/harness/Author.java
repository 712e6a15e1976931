package dev.trunkline.harness;

/**
 * An author of statuses, as statuses name it.
 *
 * @param id of the account
 * @param acct the username, with the domain for an account of another server
 */
public record Author(long id, String username, String acct) {

    /** An account of this server. */
    public static Author of(Account account) {
        String username = "account" + account.id();
        return new Author(account.id(), username, username);
    }

    /** The same author under another address. */
    public Author addressed(String other) {
        return new Author(id, username, other);
    }
}
