package dev.trunkline.audience;

import dev.trunkline.database.BatchedLookUp;
import dev.trunkline.database.Database;
import dev.trunkline.database.Priority;
import dev.trunkline.metrics.LogLimit;
import dev.trunkline.stream.Feed;
import dev.trunkline.viewer.Viewer;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Reads from Mastodon's settings who may see which feed (protocol, section 6, check 1). */
@ApplicationScoped
public class FeedAccessSettings {

    private static final Logger LOG = Logger.getLogger(FeedAccessSettings.class);

    private static final Set<String> KNOWN = Set.of("", "public", "authenticated", "disabled");

    private static final String SQL = "SELECT var, value FROM settings WHERE var = ANY ($1)";

    private final Database database;
    private final LogLimit unknown = new LogLimit();
    private final BatchedLookUp<Feed, Map<String, String>> values;

    FeedAccessSettings(Database database) {
        this.database = database;
        this.values = database.batched(Feed.values().length, this::read);
    }

    /** What a viewer may see of a feed now. Fails with {@link dev.trunkline.database.DatabaseUnavailable}. */
    public Uni<FeedAccess> of(Viewer viewer, Feed feed) {
        if (feed == Feed.UNFILTERED || viewer.mayViewFeeds()) {
            return Uni.createFrom().item(FeedAccess.ALL);
        }
        return values.of(feed).map(found -> {
            Map<String, String> texts = found.orElse(Map.of());
            return new FeedAccess(
                    allows(texts.getOrDefault(name("local", feed), ""), viewer),
                    allows(texts.getOrDefault(name("remote", feed), ""), viewer));
        });
    }

    private static String name(String origin, Feed feed) {
        return origin + (feed == Feed.LIVE ? "_live" : "_topic") + "_feed_access";
    }

    private Uni<Map<Feed, Map<String, String>>> read(List<Feed> feeds) {
        String[] names = feeds.stream()
                .flatMap(feed -> Stream.of(name("local", feed), name("remote", feed)))
                .toArray(String[]::new);
        return database.query(Priority.LOOK_UP, SQL, Tuple.of(names)).map(rows -> {
            Map<String, String> texts = new HashMap<>();
            for (Row row : rows) {
                texts.put(row.getString("var"), YamlScalar.text(row.getString("value")));
            }
            texts.forEach(this::warn);
            Map<Feed, Map<String, String>> all = new EnumMap<>(Feed.class);
            feeds.forEach(feed -> all.put(feed, texts));
            return all;
        });
    }

    private void warn(String name, String value) {
        if (!KNOWN.contains(value) && unknown.allows(name)) {
            LOG.warnf("The setting %s has a value that is not known here, and counts as disabled", name);
        }
    }

    /** A value that is not known opens a feed to nobody. */
    private static boolean allows(String value, Viewer viewer) {
        return value.isEmpty() || value.equals("public") || (value.equals("authenticated") && !viewer.anonymous());
    }
}
