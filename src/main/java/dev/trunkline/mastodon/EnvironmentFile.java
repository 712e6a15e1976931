package dev.trunkline.mastodon;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The {@code .env.production} that Mastodon's processes share, read as Node's dotenv reads it: lines {@code NAME=value}, with
 * or without {@code export}. A value in single quotes, double quotes or backticks may hold any character, line breaks
 * included; between double quotes {@code \n} and {@code \r} are line breaks. Any other value ends at a {@code #} and loses
 * the blanks at its ends. {@code $NAME} is not replaced. Other lines are ignored; the last line of a name counts.
 */
final class EnvironmentFile {

    static final String NAME = ".env.production";

    private static final Pattern ENTRY = Pattern.compile(
            "^[ \\t]*(?:export[ \\t]+)?(?<name>[\\w.-]+)(?:[ \\t]*=|:[ \\t])[ \\t]*"
                    + "(?:(?<quoted>'(?:\\\\'|[^'])*+'|\"(?:\\\\\"|[^\"])*+\"|`(?:\\\\`|[^`])*+`)[ \\t]*(?=#|$)|(?<bare>[^#\\r\\n]*))",
            Pattern.MULTILINE);

    private EnvironmentFile() {}

    /** The file of this directory, else the one of its parent. */
    static Optional<Path> find(Path directory) {
        Path parent = directory.toAbsolutePath().normalize().getParent();
        return Stream.of(Optional.of(directory), Optional.ofNullable(parent))
                .flatMap(Optional::stream)
                .map(folder -> folder.resolve(NAME))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    static Map<String, String> read(Path file) throws IOException {
        // Not Files.readString: bytes that are not UTF-8 may stand in a comment.
        return parse(new String(Files.readAllBytes(file), UTF_8));
    }

    static Map<String, String> parse(String text) {
        Map<String, String> variables = new HashMap<>();
        Matcher entry = ENTRY.matcher(text.replace("\r\n", "\n").replace('\r', '\n'));
        while (entry.find()) {
            variables.put(entry.group("name"), value(entry.group("quoted"), entry.group("bare")));
        }
        return variables;
    }

    private static String value(@Nullable String quoted, @Nullable String bare) {
        if (quoted == null) {
            return String.valueOf(bare).strip();
        }
        String value = quoted.substring(1, quoted.length() - 1);
        return quoted.startsWith("\"") ? value.replace("\\n", "\n").replace("\\r", "\r") : value;
    }
}
