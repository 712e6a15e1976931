package dev.trunkline.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Locale;

/**
 * The viewers' keyword filters: their rows, the statuses that they match, and the expected results. A viewer's first filter
 * looks for the topic of some statuses; the others look for words and pairs of words that begin like words of the texts but
 * are in none. Some of these belong to several viewers.
 *
 * @param perViewer filters of each viewer
 * @param matchEvery the number of topics: one viewer of so many has a filter that matches a given status, and one status
 *     of so many matches for a given viewer; 0 for no matches
 */
record ViewerFilters(int perViewer, int matchEvery) {
    static final ViewerFilters NONE = new ViewerFilters(0, 0);
    static final int MAX_PER_VIEWER = 50;

    /** Stands for a filter's id and is as long. */
    static final String NO_ID = "0000000000";

    private static final String TITLE = "Topics \u2013 \"mine\"";
    private static final String[] SUFFIXES = {"coin", "gate", "ware", "cast", "tok"};
    private static final String[] SECOND_WORDS = {
        "accident", "brexit", "crypto", "draft", "election", "football", "gossip", "hype", "influencer", "jackpot"
    };

    /** Whether the status with that number matches a filter of the viewer. */
    boolean match(long number, int viewer) {
        return perViewer > 0 && matchEvery > 0 && topicOf(number) == viewer % matchEvery;
    }

    /** How many of the first statuses match. */
    long matches(long statuses, int viewer) {
        if (perViewer == 0 || matchEvery == 0) {
            return 0;
        }
        int first = viewer % matchEvery;
        return statuses <= first ? 0 : (statuses - 1 - first) / matchEvery + 1;
    }

    int topicOf(long number) {
        return matchEvery == 0 ? 0 : (int) (number % matchEvery);
    }

    static String topic(int topic) {
        return String.format(Locale.ROOT, "Topic%05d", topic);
    }

    /** The FilterResult of a match, with {@link #NO_ID} for the filter's id. */
    String result(long number) {
        return "{\"filter\":{\"id\":\"" + NO_ID + "\",\"title\":\"" + TITLE.replace("\"", "\\\"")
                + "\",\"context\":[\"home\",\"public\"],\"expires_at\":null,\"filter_action\":\"warn\"},"
                + "\"keyword_matches\":[\"" + topic(topicOf(number)) + "\"],\"status_matches\":null}";
    }

    /** The id of the filter with the topic. */
    static byte[] matchingFilter(int viewer) {
        return Long.toString(filter(viewer, 0)).getBytes(US_ASCII);
    }

    private static long filter(int viewer, int number) {
        return 1_000_000_000L + (long) viewer * MAX_PER_VIEWER + number;
    }

    /** Inserts the filters of the viewers. */
    void insert(Connection connection, ViewerAccounts viewers) throws SQLException {
        try (PreparedStatement filters = connection.prepareStatement("INSERT INTO custom_filters"
                        + " (id, account_id, phrase, context, action) VALUES (?, ?, ?, '{home,public}', ?)");
                PreparedStatement keywords = connection.prepareStatement("INSERT INTO custom_filter_keywords"
                        + " (custom_filter_id, keyword, whole_word) VALUES (?, ?, ?)")) {
            for (int viewer = 0; viewer < viewers.accounts(); viewer++) {
                for (int number = 0; number < perViewer; number++) {
                    long id = filter(viewer, number);
                    filters.setLong(1, id);
                    filters.setLong(2, ViewerAccounts.account(viewer));
                    filters.setString(3, number == 0 ? TITLE : "Filter " + number);
                    filters.setInt(4, number % 2);
                    filters.addBatch();
                    keywords.setLong(1, id);
                    keywords.setString(2, keyword(viewer, number));
                    keywords.setBoolean(3, (viewer + number) % 2 == 0);
                    keywords.addBatch();
                }
            }
            filters.executeBatch();
            keywords.executeBatch();
        }
    }

    private String keyword(int viewer, int number) {
        if (number == 0) {
            return matchEvery == 0 ? "topical" : topic(viewer % matchEvery).toLowerCase(Locale.ROOT);
        }
        int which = viewer * perViewer + number;
        String word = Statuses.WORDS[which % Statuses.WORDS.length];
        String suffix = SUFFIXES[which / 7 % SUFFIXES.length];
        return switch (number % 3) {
            // Shared by all, shared by some, of one viewer only.
            case 0 -> word + suffix;
            case 1 -> word + " " + SECOND_WORDS[which / 3 % SECOND_WORDS.length] + suffix;
            default -> word + " " + suffix + viewer;
        };
    }
}
