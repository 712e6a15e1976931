package dev.trunkline.harness;

/** A keyword filter that an account has made; the row is there, its keywords come one by one. */
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

    /** One more keyword, which may stand within words. */
    public Filter part(String keyword) {
        return keyword(keyword, false);
    }

    /** One more keyword, which has to stand as a word. */
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

    /** As PostgreSQL writes an array: <code>{home,public}</code>. */
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

    /** What it says of a status, if it is one that warns, has no contexts and no end. */
    public String result(String title, String match) {
        return "{\"filter\":{\"id\":\"" + id + "\",\"title\":\"" + title + "\",\"context\":[],\"expires_at\":null,"
                + "\"filter_action\":\"warn\"},\"keyword_matches\":[\"" + match + "\"],\"status_matches\":null}";
    }
}
