package dev.trunkline.harness;

/**
 * Who writes statuses, as statuses name them.
 *
 * @param id of the account
 * @param acct the username, of others than this server's accounts with their domain
 */
public record Author(long id, String username, String acct) {

    /** An account of this server. */
    public static Author of(Account account) {
        String username = "account" + account.id();
        return new Author(account.id(), username, username);
    }

    /** The same person under another address. */
    public Author addressed(String other) {
        return new Author(id, username, other);
    }
}
