package dev.trunkline.start;

import dev.trunkline.config.InvalidSetting;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Recognises the failure of a client that cannot read the URL of its server, by the class of the client that throws it. The
 * failure's message is not shown: it repeats the URL with its password.
 */
final class UnreadableUrl {

    private record Parser(String property, String example) {}

    private static final Map<String, Parser> PARSERS = Map.of(
            "io.vertx.pgclient.impl.PgConnectionUriParser",
            new Parser("quarkus.datasource.reactive.url", "postgresql://host:5432/database"));

    private UnreadableUrl() {}

    /** The setting that holds the URL; empty if the failure is another one. */
    static Optional<InvalidSetting> of(Throwable failure) {
        return Arrays.stream(failure.getStackTrace())
                .map(frame -> PARSERS.get(frame.getClassName()))
                .filter(parser -> parser != null)
                .findFirst()
                .map(parser -> new InvalidSetting(
                        parser.property(),
                        "the value is no URL that can be used; " + parser.example() + " would be right"));
    }
}
