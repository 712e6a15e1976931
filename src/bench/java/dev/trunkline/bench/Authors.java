package dev.trunkline.bench;

import java.util.Locale;

/** The accounts that write the statuses and are mentioned in them: of this server and of others in turn. */
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

    /** The domain of the author's server, also if it is this one. */
    static String domain(int author) {
        return isLocal(author) ? "social.example" : "author" + author + ".example";
    }

    /** An entry of {@code mentions} as Mastodon writes it. */
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
