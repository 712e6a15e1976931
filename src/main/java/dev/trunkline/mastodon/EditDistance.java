package dev.trunkline.mastodon;

/** How far a misspelt name is from a right one. */
final class EditDistance {

    private EditDistance() {}

    /** The least number of characters to insert, to leave out or to replace that makes one text of the other (Levenshtein). */
    static int of(String one, String other) {
        // The distances of the beginning of one text from all beginnings of the other.
        int[] previous = new int[other.length() + 1];
        for (int j = 0; j < previous.length; j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[previous.length];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = previous[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(previous[j], row[j - 1]) + 1);
            }
            previous = row;
        }
        return previous[other.length()];
    }
}
