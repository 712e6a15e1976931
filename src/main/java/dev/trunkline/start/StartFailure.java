package dev.trunkline.start;

import dev.trunkline.config.InvalidSetting;
import dev.trunkline.internals.DatabaseUrlParser;
import dev.trunkline.mastodon.Translation;
import dev.trunkline.mastodon.VariableName;
import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Explains a failed start in one line for each wrong value: the name, what is wrong, and what would be right. */
final class StartFailure {

    private static final String HOST = "quarkus.http.host";
    private static final String PORT = "quarkus.http.port";

    /** SmallRye's message about a value that cannot be converted. */
    private static final Pattern UNCONVERTED = Pattern.compile(
            "The config property (?<name>\\S+) with the config value \"(?<value>.*)\" threw an Exception whilst being converted"
                    + " ?(?<reason>.*)",
            Pattern.DOTALL);

    /** The number of a SmallRye message, and the names of exception classes in front of their messages. */
    private static final Pattern PREFIXES =
            Pattern.compile("\\b(SRCFG\\d+: |[a-z]+(\\.[a-z]\\w*)+\\.[A-Z]\\w*(Exception|Error): )");

    /** SmallRye's message about a value that refers to a missing property; it quotes a part of the value. */
    private static final Pattern UNEXPANDED = Pattern.compile(".*Could not expand value .* in property (?<name>\\S+)");

    /** SmallRye's message about a value that is none of an enumeration's; it names the class. */
    private static final Pattern ALLOWED = Pattern.compile(".*allowed values: (?<values>[a-z,-]+)");

    /** A chain of causes longer than this has a loop. */
    private static final int MAX_CAUSES = 20;

    private final Translation translation;

    StartFailure(Translation translation) {
        this.translation = translation;
    }

    /** A line for each wrong value; empty if the failure has another reason. */
    List<String> lines(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(MAX_CAUSES)
                .map(this::linesOf)
                .filter(lines -> !lines.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private List<String> linesOf(Throwable cause) {
        if (DatabaseUrlParser.hasThrown(cause)) {
            return List.of(line(new InvalidSetting(
                    "quarkus.datasource.reactive.url",
                    "the value is no URL that can be used; postgresql://host:5432/database would be right")));
        }
        if (cause instanceof InvalidSetting invalid) {
            return List.of(line(invalid));
        }
        if (cause instanceof ConfigValidationException invalid) {
            return IntStream.range(0, invalid.getProblemCount())
                    .mapToObj(i -> invalid(invalid.getProblem(i).getMessage()))
                    .distinct()
                    .toList();
        }
        if (cause instanceof ConfigurationException) {
            return List.of(oneLine(cause.getMessage()));
        }
        if (cause instanceof QuarkusBindException taken) {
            return bind(taken, taken.getHost(), Integer.toString(taken.getPort()));
        }
        return bind(cause, String.valueOf(translation.effective(HOST)), String.valueOf(translation.effective(PORT)));
    }

    private String line(InvalidSetting invalid) {
        return oneLine(translation.nameOf(invalid.property()) + ": " + invalid.fault());
    }

    /** Leaves out the values of settings that are not our own: they may be URLs with passwords. */
    private String invalid(@Nullable String problem) {
        String line = PREFIXES.matcher(oneLine(problem)).replaceAll("");
        Matcher unexpanded = UNEXPANDED.matcher(line);
        if (unexpanded.matches()) {
            return translation.nameOf(unexpanded.group("name"))
                    + ": the value names a property in ${...} that there is not; a dollar sign of its own would be \\$";
        }
        Matcher unconverted = UNCONVERTED.matcher(line);
        if (!unconverted.matches()) {
            return line;
        }
        String name = unconverted.group("name");
        if (!name.startsWith("trunkline.")) {
            return translation.nameOf(name) + ": the value cannot be used";
        }
        return VariableName.of(name) + " (" + name + "): '" + unconverted.group("value") + "' cannot be used. "
                + hint(unconverted.group("reason"));
    }

    private static String hint(String reason) {
        if (reason.contains("Expected an integer")) {
            return "A number would be right";
        }
        Matcher allowed = ALLOWED.matcher(reason);
        if (allowed.matches()) {
            return Stream.of(allowed.group("values").split(",", -1))
                    .sorted()
                    .collect(Collectors.joining(" or ", "", " would be right"));
        }
        if (reason.contains("regular expression")) {
            return "A size like 512K or 16M would be right";
        }
        return reason.toLowerCase(Locale.ROOT).contains("duration")
                ? "A time like 500ms, 5s or 2m would be right"
                : reason;
    }

    /** Recognises the kernel's message: epoll and the JDK have exceptions of their own, but this in common. */
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
