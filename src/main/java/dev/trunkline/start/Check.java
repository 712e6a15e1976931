package dev.trunkline.start;

import dev.trunkline.broadcast.RedisProbe;
import dev.trunkline.config.Settings;
import dev.trunkline.database.Database;
import dev.trunkline.database.Priority;
import dev.trunkline.database.Tables;
import dev.trunkline.mastodon.MastodonConfigSource;
import dev.trunkline.mastodon.Translation;
import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.QuarkusApplication;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/** {@code --check}: checks that Redis and PostgreSQL are as the server needs them, and prints a line for each finding. */
@Singleton
@Unremovable
final class Check implements QuarkusApplication {

    private static final String PATTERNS =
            "Redis patterns: cannot be subscribed to: %s. Each connection costs two subscriptions"
                    + " more; an access list would need %s";

    private static final String QUESTIONS =
            "Redis channels between processes: cannot be used: %s. Clients that come back to another process are not sent"
                    + " what they have missed; an access list would need %s";

    private final RedisProbe redis;
    private final Database database;
    private final Servers servers;
    private final Config config;
    private final Duration queryLimit;

    Check(RedisProbe redis, Database database, Settings settings, Config config) {
        this.redis = redis;
        this.database = database;
        this.queryLimit = settings.queryTimeLimit();
        this.config = config;
        this.servers = Servers.of(
                property -> config.getOptionalValue(property, String.class).orElse(null));
    }

    /**
     * Switches off what the check does not need: it binds nothing and logs nothing. Unless a time limit of queries is given, the
     * connections to PostgreSQL get that of the questions: otherwise they would be given up before.
     */
    static Translation quieten(Translation translation) {
        return translation
                .with("quarkus.http.host-enabled", "false")
                .with("quarkus.http.domain-socket-enabled", "false")
                .with("quarkus.log.console.enabled", "false")
                .with("trunkline.query-time-limit", Questions.EACH.toSeconds() + "s");
    }

    @Override
    public int run(String... arguments) {
        List<Finding> findings = new ArrayList<>();
        Translation translation = MastodonConfigSource.current();
        String origin = translation.origin().map(file -> "; " + file).orElse("");
        findings.add(Finding.ok("configuration: every value can be used" + origin + "; set: " + translation.given()));
        translation.warnings().forEach(warning -> findings.add(Finding.note(warning)));
        findings.addAll(CertificateProbe.findings(config, translation));
        Questions ofRedis = new Questions(Questions.EACH, System::nanoTime);
        Questions ofPostgres = new Questions(queryLimit, System::nanoTime);
        findings.addAll(Uni.combine()
                .all()
                .unis(checkRedis(ofRedis), checkPostgres(ofPostgres))
                .with((first, second) ->
                        Stream.concat(first.stream(), second.stream()).toList())
                .await()
                // Each question has its time limit.
                .indefinitely());
        findings.forEach(finding -> System.out.println(finding.line()));
        return findings.stream().anyMatch(Finding::isFault) ? 1 : 0;
    }

    private Uni<List<Finding>> checkRedis(Questions questions) {
        String what = "Redis, " + servers.redis() + ": ";
        return Uni.combine()
                .all()
                .unis(
                        questions.ask(
                                redis::greet, Finding.ok(what + "answers"), reason -> Finding.fault(what + reason)),
                        questions.ask(
                                redis::subscribe,
                                Finding.ok("Redis channels: can be subscribed to"),
                                reason -> Finding.fault("Redis channels: cannot be subscribed to: " + reason)),
                        questions.ask(
                                redis::subscribeToPatterns,
                                Finding.ok("Redis patterns: can be subscribed to"),
                                reason -> Finding.note(PATTERNS.formatted(reason, redis.rightsForPatterns()))),
                        questions.ask(
                                redis::askOthers,
                                Finding.ok("Redis channels between processes: can be used"),
                                reason -> Finding.note(QUESTIONS.formatted(reason, redis.rightsToAsk()))),
                        questions.ask(
                                redis::announce,
                                Finding.ok("Redis keys: subscribed:* can be set"),
                                reason -> Finding.fault("Redis keys: subscribed:* cannot be set: " + reason)))
                .asTuple()
                // Without an answer to the first question the others fail in the same way.
                .map(all -> all.getItem1().isOk()
                        ? List.of(all.getItem1(), all.getItem2(), all.getItem3(), all.getItem4(), all.getItem5())
                        : List.of(all.getItem1()));
    }

    private Uni<List<Finding>> checkPostgres(Questions questions) {
        String what = "PostgreSQL, " + servers.postgres() + ": ";
        return questions
                .ask(
                        limit -> database.query(Priority.HEALTH, "SELECT 1", limit),
                        Finding.ok(what + "answers"),
                        reason -> Finding.fault(what + reason))
                .flatMap(first -> first.isOk() ? checkTables(questions, first) : oneFinding(first));
    }

    private static Uni<List<Finding>> oneFinding(Finding finding) {
        return Uni.createFrom().item(List.of(finding));
    }

    /** One after the other: each table then has its own time, and one connection is enough. */
    private Uni<List<Finding>> checkTables(Questions questions, Finding first) {
        return Multi.createFrom()
                .iterable(Tables.names())
                .onItem()
                .transformToUniAndConcatenate(table -> questions.ask(
                        limit -> database.query(Priority.LOOK_UP, Tables.probe(table), limit),
                        Finding.ok("table " + table + ": can be read"),
                        reason -> Finding.fault("table " + table + ": " + reason)))
                .collect()
                .asList()
                .map(tables -> Stream.concat(Stream.of(first), tables.stream()).toList());
    }
}
