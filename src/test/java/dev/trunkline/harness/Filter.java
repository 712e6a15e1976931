package dev.trunkline.harness;

/** A keyword filter of an account: a row in the database, to which keywords can be added. */
public final class Filter {

    private final Mastodon mastodon;
    private final long id;

    Filter(Mastodon mastodon, long id) {
        this.mastodon = mastodon;
        this.id = id;
    }

    public long id() {
        return id;
    }

    /** Adds a keyword that also matches inside words. */
    public Filter part(String keyword) {
        return keyword(keyword, false);
    }

    /** Adds a keyword that matches whole words only. */
    public Filter word(String keyword) {
        return keyword(keyword, true);
    }

    private Filter keyword(String keyword, boolean wholeWord) {
        mastodon.insert(
                "INSERT INTO custom_filter_keywords (custom_filter_id, keyword, whole_word) VALUES (?, ?, ?) RETURNING id",
                id,
                keyword,
                wholeWord);
        return this;
    }

    /** 0 warns, 1 hides, 2 blurs. */
    public Filter action(int action) {
        mastodon.update("UPDATE custom_filters SET action = ? WHERE id = ?", action, id);
        return this;
    }

    /** Sets the contexts, as an array of PostgreSQL: <code>{home,public}</code>. */
    public Filter contexts(String array) {
        mastodon.update("UPDATE custom_filters SET context = ?::varchar[] WHERE id = ?", array, id);
        return this;
    }

    /** An SQL expression of type timestamp, in UTC. */
    public Filter expiring(String expression) {
        mastodon.update("UPDATE custom_filters SET expires_at = " + expression + " WHERE id = ?", id);
        return this;
    }

    public void delete() {
        mastodon.update("DELETE FROM custom_filters WHERE id = ?", id);
    }

    /** Its entry in {@code filtered}, for a filter that warns, without contexts and expiry. */
    public String result(String title, String match) {
        return "{\"filter\":{\"id\":\"" + id + "\",\"title\":\"" + title + "\",\"context\":[],\"expires_at\":null,"
                + "\"filter_action\":\"warn\"},\"keyword_matches\":[\"" + match + "\"],\"status_matches\":null}";
    }
}
