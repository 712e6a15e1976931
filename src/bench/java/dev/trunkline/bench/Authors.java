package dev.trunkline.bench;

import java.util.Locale;

/** Who writes the statuses and is mentioned in them: accounts of this server and of others in turn. */
final class Authors {
    static final int COUNT = 20;

    private static final long FIRST_ID = 109_000_000_000_000_000L;

    private Authors() {}

    static long id(int author) {
        return FIRST_ID + author;
    }

    static boolean isLocal(int author) {
        return author % 2 == 0;
    }

    static String username(int author) {
        return "author" + author;
    }

    /** Of the author's server, whether it is this one or not. */
    static String domain(int author) {
        return isLocal(author) ? "social.example" : "author" + author + ".example";
    }

    /** As Mastodon writes it into a status. */
    static String address(int author) {
        return isLocal(author) ? username(author) : username(author) + "@" + domain(author);
    }

    static String mention(int author) {
        return String.format(
                Locale.ROOT,
                "{\"id\":\"%d\",\"username\":\"%s\",\"url\":\"https://%s/@%s\",\"acct\":\"%s\"}",
                id(author),
                username(author),
                domain(author),
                username(author),
                address(author));
    }
}
