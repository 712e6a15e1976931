package dev.trunkline.bench;

import java.util.Locale;
import java.util.Random;

/** The accounts that write the statuses and are mentioned in them: of this server and of others in turn. */
final class Authors {
    static final int COUNT = 20;

    private static final long FIRST_ID = 109_000_000_000_000_000L;

    private static final String[] ABOUT =
            ("adopted aikido allotment analogue antiques archaeology backgammon baking Barcelona bassoon beekeeper "
                            + "Bergen birdwatching blacksmith bookbinder botany cartographer catalogue ceramics chess choir "
                            + "cinema climbing crossword cyclist dad dancing decoding designer developer dialects dog drummer "
                            + "ecology embroidery Esperanto estuaries father fermenting ferries fiction fossils freelance "
                            + "glassblowing grandmother Helsinki hiking historian homebrew illustrator journalist kayak knitting "
                            + "Krakow librarian linguist Lisboa locksmith lutes maps mathematics moths nurse origami opinions "
                            + "orienteering ornithology parent photographer physicist poetry pronouns puppets quilting radio "
                            + "retired roses rowing sailor sauna science she/her they/them he/him squirrels sustainable synthesizer "
                            + "tabletop teacher tea theology trains translator typography ukulele unions vegan vinyl volunteering "
                            + "watercolour woodwork yoga zines")
                    .split(" ", -1);

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

    /** What an account says about itself, in at least so many characters of ASCII. */
    static String note(int author, int length) {
        Random random = new Random(author);
        StringBuilder note = new StringBuilder();
        while (note.length() < length) {
            note.append(ABOUT[random.nextInt(ABOUT.length)])
                    .append(random.nextInt(6) == 0 ? " - " : random.nextInt(9) == 0 ? ".</p><p>" : ", ");
        }
        return note.toString();
    }

    /** The members of an account that nothing here reads, as Mastodon writes them: most of them are addresses. */
    static String profile(int author) {
        Random random = new Random(author);
        String home = "https://" + domain(author);
        String files = "https://files.social.example/" + (isLocal(author) ? "" : "cache/") + "accounts/";
        String folders = Long.toString(id(author)).replaceAll("(\\d{3})(?=\\d)", "$1/");
        String avatar = files + "avatars/" + folders + "/original/" + hex(random) + ".jpg";
        String header = files + "headers/" + folders + "/original/" + hex(random) + ".png";
        return ",\"url\":\"" + home + "/@" + username(author) + "\",\"uri\":\"" + home + "/users/" + username(author)
                + "\",\"avatar\":\"" + avatar + "\",\"avatar_static\":\"" + avatar + "\",\"header\":\"" + header
                + "\",\"header_static\":\"" + header + "\",\"followers_count\":" + random.nextInt(20_000)
                + ",\"following_count\":" + random.nextInt(2_000) + ",\"statuses_count\":" + random.nextInt(50_000)
                + ",\"last_status_at\":\"2026-01-31\",\"hide_collections\":false,\"emojis\":[],\"fields\":[]";
    }

    private static String hex(Random random) {
        return String.format(Locale.ROOT, "%016x", random.nextLong());
    }
}
