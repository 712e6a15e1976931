package dev.trunkline.start;

import dev.trunkline.config.Giver;
import dev.trunkline.config.MastodonEnvironment;
import dev.trunkline.config.WrongValue;
import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Why a start failed, in one line for each fault of the administrator's: what is wrong, and what would be right. */
final class StartFailure {

    /** How SmallRye says that a value cannot be converted. */
    private static final Pattern UNCONVERTED = Pattern.compile(
            "The config property (?<name>\\S+) with the config value \"(?<value>.*)\" threw an Exception whilst being converted"
                    + " ?(?<reason>.*)",
            Pattern.DOTALL);

    /** SmallRye's number of the message, and the names of classes of exceptions in front of what they say. */
    private static final Pattern PREFIXES =
            Pattern.compile("\\b(SRCFG\\d+: |[a-z]+(\\.[a-z]\\w*)+\\.[A-Z]\\w*(Exception|Error): )");

    /** How SmallRye says that a value refers to a property that there is not; it quotes a part of the value. */
    private static final Pattern UNEXPANDED = Pattern.compile(".*Could not expand value .* in property (?<name>\\S+)");

    private StartFailure() {}

    /** Empty if it is none of the administrator's. */
    static List<String> lines(Throwable failure) {
        return chain(failure)
                .map(StartFailure::linesOf)
                .filter(lines -> !lines.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private static Stream<Throwable> chain(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(20);
    }

    private static List<String> linesOf(Throwable cause) {
        Optional<String> url = UnreadableUrl.line(cause);
        if (url.isPresent()) {
            return List.of(url.get());
        }
        if (cause instanceof ConfigValidationException invalid) {
            return IntStream.range(0, invalid.getProblemCount())
                    .mapToObj(i -> invalid(invalid.getProblem(i).getMessage()))
                    .distinct()
                    .toList();
        }
        if (cause instanceof WrongValue || cause instanceof ConfigurationException) {
            return List.of(oneLine(cause.getMessage()));
        }
        if (cause instanceof QuarkusBindException taken) {
            return bind(taken, taken.getHost(), Integer.toString(taken.getPort()));
        }
        return bind(cause, setting("quarkus.http.host", "127.0.0.1"), setting("quarkus.http.port", "4000"));
    }

    /** Where configuration is gone by now: system property, variable of that name, Mastodon's variable. */
    private static String setting(String name, String otherwise) {
        @Nullable String own = System.getProperty(name, System.getenv().getOrDefault(Giver.variable(name), ""));
        if (own.isEmpty()) {
            own = MastodonEnvironment.current().value(name);
        }
        return own == null ? otherwise : own;
    }

    /** Of settings that are not ours the value is left out: it may be a URL with a password. */
    private static String invalid(@Nullable String problem) {
        String line = PREFIXES.matcher(oneLine(problem)).replaceAll("");
        Matcher unexpanded = UNEXPANDED.matcher(line);
        if (unexpanded.matches()) {
            return Giver.of(unexpanded.group("name"))
                    + ": the value names a property in ${...} that there is not; a dollar sign of its own would be \\$";
        }
        Matcher unconverted = UNCONVERTED.matcher(line);
        if (!unconverted.matches()) {
            return line;
        }
        String name = unconverted.group("name");
        if (!name.startsWith("trunkline.")) {
            return Giver.of(name) + ": the value cannot be used";
        }
        return Giver.variable(name) + " (" + name + "): '" + unconverted.group("value") + "' cannot be used. "
                + hint(unconverted.group("reason"));
    }

    private static String hint(String reason) {
        if (reason.contains("Expected an integer")) {
            return "A number would be right";
        }
        if (reason.contains("regular expression")) {
            return "A size like 512K or 16M would be right";
        }
        return reason.toLowerCase(Locale.ROOT).contains("duration")
                ? "A time like 500ms, 5s or 2m would be right"
                : reason;
    }

    /** Epoll and the JDK have exceptions of their own, but the kernel's words in common. */
    static List<String> bind(Throwable cause, String host, String port) {
        String message = String.valueOf(cause.getMessage());
        if (message.contains("Address already in use")) {
            return List.of(
                    "PORT: " + port + " is in use on " + host + ": another process has it; a free one would be right");
        }
        if (message.contains("Permission denied")) {
            return List.of("PORT: " + port + " on " + host + " is not for this process; one above 1023 would be right");
        }
        if (message.contains("Cannot assign requested address")
                || cause instanceof UnknownHostException
                || cause instanceof UnresolvedAddressException) {
            return List.of("BIND: " + host + " is no address of this machine; 127.0.0.1 or 0.0.0.0 would be right");
        }
        return List.of();
    }

    private static String oneLine(@Nullable String message) {
        return String.valueOf(message).replaceAll("\\s+", " ").strip();
    }
}
