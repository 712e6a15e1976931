package dev.trunkline.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every snippet for nginx defines the variables that it uses, unless nginx itself does. */
class NginxSnippetsTest {

    private static final Pattern USED = Pattern.compile("^\\s*(?:proxy_\\w+|map|if|return|set) .*$", Pattern.MULTILINE);
    private static final Pattern VARIABLE = Pattern.compile("\\$(\\w+)");
    private static final Pattern DEFINED = Pattern.compile("^\\s*(?:map \\S+|set) \\$(\\w+)", Pattern.MULTILINE);

    /** Of nginx itself, except for those that are headers. */
    private static final Set<String> BUILT_IN = Set.of("host", "proxy_add_x_forwarded_for", "remote_addr", "scheme");

    static List<Path> snippets() throws IOException {
        try (Stream<Path> docs = Files.list(Path.of("docs"));
                Stream<Path> deploy = Files.walk(Path.of("deploy"))) {
            List<Path> snippets = Stream.concat(docs, deploy)
                    .filter(file -> file.toString().matches(".*\\.(md|conf)"))
                    .filter(file -> text(file).contains("proxy_pass "))
                    .toList();
            assertTrue(snippets.size() >= 2, snippets::toString);
            return snippets;
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("snippets")
    void definesWhatItUses(Path file) {
        Set<String> unknown = new TreeSet<>();
        Matcher lines = USED.matcher(text(file));
        while (lines.find()) {
            VARIABLE.matcher(lines.group()).results().forEach(variable -> unknown.add(variable.group(1)));
        }
        unknown.removeIf(name -> name.startsWith("http_") || BUILT_IN.contains(name));
        DEFINED.matcher(text(file)).results().forEach(defined -> unknown.remove(defined.group(1)));
        assertEquals(Set.of(), unknown);
    }
}
