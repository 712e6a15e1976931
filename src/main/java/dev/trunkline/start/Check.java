package dev.trunkline.start;

import dev.trunkline.broadcast.RedisProbe;
import dev.trunkline.database.Database;
import dev.trunkline.database.Priority;
import dev.trunkline.database.Tables;
import dev.trunkline.mastodon.MastodonConfigSource;
import dev.trunkline.mastodon.Translation;
import dev.trunkline.metrics.Reason;
import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.QuarkusApplication;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/** {@code --check}: checks that Redis and PostgreSQL are as the server needs them, and prints a line for each finding. */
@Singleton
@Unremovable
final class Check implements QuarkusApplication {

    /** Time for the answers of each of the two servers; both are asked at the same time. */
    private static final Duration LIMIT = Duration.ofSeconds(8);

    private static final String PATTERNS =
            "Redis patterns: cannot be subscribed to: %s. Each connection costs two subscriptions"
                    + " more; an access list would need %s";

    private static final String QUESTIONS =
            "Redis channels between processes: cannot be used: %s. Clients that come back to another process are not sent"
                    + " what they have missed; an access list would need %s";

    private final RedisProbe redis;
    private final Database database;
    private final Servers servers;

    Check(RedisProbe redis, Database database, Config config) {
        this.redis = redis;
        this.database = database;
        this.servers = Servers.of(
                property -> config.getOptionalValue(property, String.class).orElse(null));
    }

    private enum Level {
        OK("ok"),
        /** Something that an administrator should know and that does not keep the server from working. */
        NOTE("note"),
        FAULT("FAULT");

        private final String label;

        Level(String label) {
            this.label = label;
        }
    }

    private record Finding(Level level, String text) {

        String line() {
            return String.format(Locale.ROOT, "%-5s %s", level.label, text);
        }
    }

    /** Switches off what the check does not need: it binds nothing and logs nothing. */
    static Translation quieten(Translation translation) {
        return translation
                .with("quarkus.http.host-enabled", "false")
                .with("quarkus.http.domain-socket-enabled", "false")
                .with("quarkus.log.console.enabled", "false");
    }

    @Override
    public int run(String... arguments) {
        List<Finding> findings = new ArrayList<>();
        Translation translation = MastodonConfigSource.current();
        String origin = translation.origin().map(file -> "; " + file).orElse("");
        findings.add(new Finding(
                Level.OK, "configuration: every value can be used" + origin + "; set: " + translation.given()));
        translation.warnings().forEach(warning -> findings.add(new Finding(Level.NOTE, warning)));
        findings.addAll(Uni.combine()
                .all()
                .unis(checkRedis(), checkPostgres())
                .with((ofRedis, ofPostgres) ->
                        Stream.concat(ofRedis.stream(), ofPostgres.stream()).toList())
                .await()
                .atMost(LIMIT.multipliedBy(2)));
        findings.forEach(finding -> System.out.println(finding.line()));
        return findings.stream().anyMatch(finding -> finding.level == Level.FAULT) ? 1 : 0;
    }

    private Uni<List<Finding>> checkRedis() {
        String what = "Redis, " + servers.redis() + ": ";
        return Uni.combine()
                .all()
                .unis(
                        ask(redis.greet(LIMIT), what + "answers", what),
                        ask(
                                redis.subscribe(LIMIT),
                                "Redis channels: can be subscribed to",
                                "Redis channels: cannot be subscribed to: "),
                        redis.subscribeToPatterns(LIMIT)
                                .map(answer -> new Finding(Level.OK, "Redis patterns: can be subscribed to"))
                                .onFailure()
                                .recoverWithItem(failure -> new Finding(
                                        Level.NOTE, PATTERNS.formatted(reason(failure), redis.rightsForPatterns()))),
                        redis.askOthers(LIMIT)
                                .map(answer -> new Finding(Level.OK, "Redis channels between processes: can be used"))
                                .onFailure()
                                .recoverWithItem(failure -> new Finding(
                                        Level.NOTE, QUESTIONS.formatted(reason(failure), redis.rightsToAsk()))),
                        ask(
                                redis.announce(LIMIT),
                                "Redis keys: subscribed:* can be set",
                                "Redis keys: subscribed:* cannot be set: "))
                .asTuple()
                // Without an answer to the first question the others fail in the same way.
                .map(all -> all.getItem1().level == Level.OK
                        ? List.of(all.getItem1(), all.getItem2(), all.getItem3(), all.getItem4(), all.getItem5())
                        : List.of(all.getItem1()));
    }

    private static Uni<Finding> ask(Uni<Void> question, String good, String bad) {
        return question.map(answer -> new Finding(Level.OK, good))
                .onFailure()
                .recoverWithItem(failure -> new Finding(Level.FAULT, bad + reason(failure)));
    }

    private Uni<List<Finding>> checkPostgres() {
        String what = "PostgreSQL, " + servers.postgres() + ": ";
        return database.ping()
                .chain(() -> Multi.createFrom()
                        .iterable(Tables.names())
                        .onItem()
                        .transformToUniAndConcatenate(this::probe)
                        .collect()
                        .asList())
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .map(tables -> {
                    List<Finding> findings = new ArrayList<>();
                    findings.add(new Finding(Level.OK, what + "answers"));
                    findings.addAll(tables);
                    return findings;
                })
                .onFailure()
                .recoverWithItem(failure -> List.of(new Finding(Level.FAULT, what + reason(failure))));
    }

    private Uni<Finding> probe(String table) {
        return database.query(Priority.LOOK_UP, Tables.probe(table))
                .map(rows -> new Finding(Level.OK, "table " + table + ": can be read"))
                .onFailure()
                .recoverWithItem(failure -> new Finding(Level.FAULT, "table " + table + ": " + reason(failure)));
    }

    private static String reason(Throwable failure) {
        Throwable root = Reason.root(failure);
        return root instanceof TimeoutException || root instanceof java.util.concurrent.TimeoutException
                ? "no answer"
                : Reason.of(root);
    }
}
