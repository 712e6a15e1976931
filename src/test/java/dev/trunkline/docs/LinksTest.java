package dev.trunkline.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The targets of links between our pages, and the pages that code and files name, exist: the file and the heading. */
class LinksTest {

    private static final Pattern LINK = Pattern.compile("]\\((?<target>[^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ +(?<text>.+?) *$", Pattern.MULTILINE);
    private static final Pattern FENCED = Pattern.compile("^```.*?^```", Pattern.MULTILINE | Pattern.DOTALL);

    /** A page in a comment, an alert or a message, such as {@code docs/operations.md#the-log}, relative to the project. */
    private static final Pattern MENTION = Pattern.compile("(?<![\\w/.])(?<target>docs/[\\w/-]+\\.md(?:#[\\w-]+)?)");

    /** What is wrong with the link, if anything. */
    private static Optional<String> fault(Path page, String target) {
        if (target.matches("[a-z]+:.*")) {
            return Optional.empty();
        }
        String[] parts = target.split("#", 2);
        Path linked = parts[0].isEmpty()
                ? page
                : page.toAbsolutePath().resolveSibling(parts[0]).normalize();
        if (!Files.exists(linked)) {
            return Optional.of(target + ", which does not exist");
        }
        if (parts.length == 2 && !anchors(Pages.read(linked)).contains(parts[1])) {
            return Optional.of(target + ", which has no such heading");
        }
        return Optional.empty();
    }

    /** The anchors that GitHub makes: a repeated heading gets a number. */
    private static Set<String> anchors(String page) {
        Set<String> anchors = new HashSet<>();
        for (String heading : found(HEADING, FENCED.matcher(page).replaceAll(""))) {
            String anchor = heading.toLowerCase(Locale.ROOT)
                    .replaceAll("]\\([^)]*\\)", "")
                    .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                    .replace(' ', '-');
            String numbered = anchor;
            for (int again = 1; !anchors.add(numbered); again++) {
                numbered = anchor + "-" + again;
            }
        }
        return anchors;
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    @Test
    void everyLinkHasATarget() throws IOException {
        List<String> faults = new ArrayList<>();
        int links = 0;
        for (Path page : Pages.pages()) {
            for (String target : found(LINK, Pages.read(page))) {
                links++;
                fault(page, target).ifPresent(fault -> faults.add(page + " links to " + fault));
            }
        }
        assertEquals(List.of(), faults);
        int followed = links;
        assertTrue(followed > 60, () -> "Only " + followed + " links");
    }

    @Test
    void everyNamedPageExists() throws IOException {
        List<String> faults = new ArrayList<>();
        int mentions = 0;
        for (Path file : Pages.texts()) {
            for (String target : found(MENTION, Pages.read(file))) {
                mentions++;
                fault(Path.of("pom.xml"), target).ifPresent(fault -> faults.add(file + " names " + fault));
            }
        }
        assertEquals(List.of(), faults);
        int looked = mentions;
        assertTrue(looked > 20, () -> "Only " + looked + " mentions");
    }

    @ParameterizedTest
    @CsvSource({
        "README.md, docs/protocol.md, true",
        "README.md, docs/protocol.md#2-streams, true",
        "README.md, https://example.com/nothing, true",
        "docs/protocol.md, #12-resume-nothing-missed-over-a-reconnect-better, true",
        "docs/protocol.md, ../README.md, true",
        "docs/protocol.md, decisions, true",
        "README.md, protocol.md, false",
        "README.md, docs/protocol.md#streams, false",
        "docs/protocol.md, #no-such-heading, false",
    })
    void recognisesBrokenLinks(Path page, String target, boolean works) {
        assertEquals(works, fault(page, target).isEmpty());
    }
}
