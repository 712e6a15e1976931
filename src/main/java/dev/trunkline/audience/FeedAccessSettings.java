package dev.trunkline.audience;

import dev.trunkline.database.Database;
import dev.trunkline.database.Priority;
import dev.trunkline.stream.Feed;
import dev.trunkline.viewer.Viewer;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;

/** Reads from Mastodon's settings who may see which feed (protocol, section 6, check 1). */
@ApplicationScoped
public class FeedAccessSettings {

    private static final String SQL = "SELECT var, value FROM settings WHERE var IN ($1, $2)";

    private final Database database;

    FeedAccessSettings(Database database) {
        this.database = database;
    }

    /** What a viewer may see of a feed now. Fails with {@link dev.trunkline.database.DatabaseUnavailable}. */
    public Uni<FeedAccess> of(Viewer viewer, Feed feed) {
        if (feed == Feed.UNFILTERED || viewer.mayViewFeeds()) {
            return Uni.createFrom().item(FeedAccess.ALL);
        }
        String kind = feed == Feed.LIVE ? "live" : "topic";
        String local = "local_" + kind + "_feed_access";
        String remote = "remote_" + kind + "_feed_access";
        return database.query(Priority.LOOK_UP, SQL, Tuple.of(local, remote)).map(rows -> {
            Map<String, String> values = new HashMap<>();
            for (Row row : rows) {
                values.put(row.getString("var"), YamlScalar.text(row.getString("value")));
            }
            return new FeedAccess(
                    allows(values.getOrDefault(local, ""), viewer), allows(values.getOrDefault(remote, ""), viewer));
        });
    }

    private static boolean allows(String value, Viewer viewer) {
        // An unknown value does not open a feed to anonymous viewers.
        return viewer.anonymous() ? value.isEmpty() || value.equals("public") : !value.equals("disabled");
    }
}
