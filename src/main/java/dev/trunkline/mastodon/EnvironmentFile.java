package dev.trunkline.mastodon;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The {@code .env.production} that Mastodon's processes share, read as Node's dotenv 17 reads it: lines {@code NAME=value}, with
 * or without {@code export}. A value in single quotes, double quotes or backticks may hold any character, line breaks
 * included. Any other value ends at a {@code #} and loses the blanks at its ends, and then the quotes around it. In a value that
 * begins with a double quote {@code \n} and {@code \r} are line breaks. {@code $NAME} is not replaced. Other lines are ignored;
 * the last line of a name counts.
 *
 * <p>dotenv is one regular expression, and what it makes of a quote without its match or of a value on the next line follows
 * from what JavaScript calls blanks and ends of lines. The pattern here keeps its structure.
 */
final class EnvironmentFile {

    static final String NAME = ".env.production";

    /** The white space of JavaScript's expressions: line breaks, the no-break spaces and the byte order mark included. */
    private static final String BLANK =
            "[\\t\\n\\x0B\\f\\r \\u00A0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000\\uFEFF]";

    private static final String LINE_BREAK = "[\\n\\u2028\\u2029]";
    private static final String LINE_START = "(?:\\A|(?<=" + LINE_BREAK + "))";
    private static final String LINE_END = "(?=" + LINE_BREAK + "|\\z)";

    private static final Pattern ENTRY = Pattern.compile(LINE_START + BLANK + "*+(?:export" + BLANK + "++)?"
            + "(?<name>[\\w.-]++)(?:" + BLANK + "*+=" + BLANK + "*?|:" + BLANK + "+?)"
            + "(?<value>" + quoted("'") + "|" + quoted("\"") + "|" + quoted("`") + "|[^#\\n]+)?"
            + BLANK + "*(?:#[^\\n\\u2028\\u2029]*)?" + LINE_END);

    private static final Pattern AROUND = Pattern.compile("\\A" + BLANK + "++|" + BLANK + "++\\z");

    private static final Pattern QUOTES =
            Pattern.compile(LINE_START + "(?<quote>['\"`])(?<value>(?s:.*))\\k<quote>" + LINE_END);

    private EnvironmentFile() {}

    /** A value between these quotes; a backslash in front of a quote keeps it, where another quote follows. */
    private static String quoted(String quote) {
        // Runs of ordinary characters are one step: Java's matcher takes stack for each step that it may take back.
        String ordinary = "[^\\\\" + quote + "]*+";
        return BLANK + "*+" + quote + ordinary + "(?:\\\\" + quote + "?" + ordinary + ")*" + quote;
    }

    /** The file of this directory, else the one of its parent; also one that cannot be read, such as a link to nothing. */
    static Optional<Path> find(Path directory) {
        return places(directory)
                .filter(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS))
                .findFirst();
    }

    /** The folders of which this process may not know whether they have the file. */
    static List<Path> closedFolders(Path directory) {
        return places(directory)
                .filter(file -> !Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                        && !Files.notExists(file, LinkOption.NOFOLLOW_LINKS))
                .map(file -> file.toAbsolutePath().getParent())
                .toList();
    }

    private static Stream<Path> places(Path directory) {
        Path parent = directory.toAbsolutePath().normalize().getParent();
        return Stream.of(Optional.of(directory), Optional.ofNullable(parent))
                .flatMap(Optional::stream)
                .map(folder -> folder.resolve(NAME));
    }

    static EnvironmentVariables read(Path file) throws IOException {
        // Not Files.readString: bytes that are not UTF-8 may stand in a comment.
        return EnvironmentVariables.ofText(parse(new String(Files.readAllBytes(file), UTF_8)));
    }

    static Map<String, String> parse(String text) {
        Map<String, String> variables = new HashMap<>();
        Matcher entry = ENTRY.matcher(text.replace("\r\n", "\n").replace('\r', '\n'));
        while (entry.find()) {
            String value = entry.group("value");
            variables.put(entry.group("name"), value == null ? "" : value(value));
        }
        return variables;
    }

    private static String value(String raw) {
        String trimmed = AROUND.matcher(raw).replaceAll("");
        String value = QUOTES.matcher(trimmed).replaceAll("${value}");
        return trimmed.startsWith("\"") ? value.replace("\\n", "\n").replace("\\r", "\r") : value;
    }
}
