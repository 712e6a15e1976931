package dev.trunkline.audience;

import dev.trunkline.database.Database;
import dev.trunkline.stream.Feed;
import dev.trunkline.viewer.Viewer;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads Mastodon's settings of who may have which feed (protocol, section 6, check 1). */
@ApplicationScoped
public class FeedAccessSettings {

    private static final String SQL = "SELECT var, value FROM settings WHERE var IN ($1, $2)";

    private final Database database;

    FeedAccessSettings(Database database) {
        this.database = database;
    }

    /** What a viewer may have of a feed now. Fails with {@link dev.trunkline.database.DatabaseUnavailable}. */
    public Uni<FeedAccess> of(Viewer viewer, Feed feed) {
        if (feed == Feed.UNFILTERED || viewer.mayViewFeeds()) {
            return Uni.createFrom().item(FeedAccess.ALL);
        }
        String kind = feed == Feed.LIVE ? "live" : "topic";
        String local = "local_" + kind + "_feed_access";
        String remote = "remote_" + kind + "_feed_access";
        return database.query(SQL, Tuple.of(local, remote)).map(rows -> {
            Map<String, String> values = new HashMap<>();
            for (Row row : rows) {
                values.put(row.getString("var"), plain(row.getString("value")));
            }
            return new FeedAccess(
                    allows(values.getOrDefault(local, ""), viewer), allows(values.getOrDefault(remote, ""), viewer));
        });
    }

    private static boolean allows(String value, Viewer viewer) {
        // A value that nobody knows does not open a feed to everybody.
        return viewer.anonymous() ? value.isEmpty() || value.equals("public") : !value.equals("disabled");
    }

    /** The text of a YAML document of one scalar: {@code --- disabled\n}, with or without quotes. */
    private static String plain(@Nullable String yaml) {
        if (yaml == null) {
            return "";
        }
        String scalar = yaml.strip();
        if (scalar.startsWith("---")) {
            scalar = scalar.substring(3).strip();
        }
        if (scalar.endsWith("\n...")) {
            scalar = scalar.substring(0, scalar.length() - 4).strip();
        }
        boolean quoted = scalar.length() >= 2
                && (scalar.charAt(0) == '"' || scalar.charAt(0) == '\'')
                && scalar.charAt(scalar.length() - 1) == scalar.charAt(0);
        return quoted ? scalar.substring(1, scalar.length() - 1) : scalar;
    }
}
