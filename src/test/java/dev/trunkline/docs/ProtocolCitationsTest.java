package dev.trunkline.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each section of docs/protocol.md that a comment or a page cites exists. */
class ProtocolCitationsTest {

    private static final Pattern HEADING = Pattern.compile("^## (\\d+)\\. ", Pattern.MULTILINE);
    private static final Pattern CHECKS = Pattern.compile("^(\\d+)\\. \\*", Pattern.MULTILINE);

    /** Brackets that begin like a citation; if they are none, their form escapes this test. */
    private static final Pattern BRACKET = Pattern.compile("\\(protocol\\b(?![-.])[^)]*\\)");

    private final String protocol = Pages.read(Pages.PROTOCOL);

    private static Set<String> numbers(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(LinkedHashSet::new, Set::add, Set::addAll);
    }

    private String section(String number) {
        MatchResult heading = HEADING.matcher(protocol)
                .results()
                .filter(match -> match.group(1).equals(number))
                .findFirst()
                .orElseThrow();
        String rest = protocol.substring(heading.end());
        int end = rest.indexOf("\n## ");
        return end < 0 ? rest : rest.substring(0, end);
    }

    @Test
    void sectionsAreNumberedWithoutAGap() {
        List<String> numbers = List.copyOf(numbers(HEADING, protocol));
        assertTrue(numbers.size() >= 13, numbers::toString);
        assertEquals(
                IntStream.rangeClosed(1, numbers.size())
                        .mapToObj(Integer::toString)
                        .toList(),
                numbers);
        assertEquals(Set.of("1", "2", "3", "4"), numbers(CHECKS, section("6")));
    }

    @Test
    void everyCitedSectionExists() throws IOException {
        Set<String> sections = numbers(HEADING, protocol);
        List<String> wrong = new ArrayList<>();
        int cited = 0;
        for (Path file : Pages.texts()) {
            for (Citation citation : Citation.in(Pages.read(file))) {
                cited++;
                String check = citation.check();
                if (!sections.contains(citation.section())) {
                    wrong.add(file + ":" + citation.line() + " cites section " + citation.section());
                } else if (!check.isEmpty()
                        && !numbers(CHECKS, section(citation.section())).contains(check)) {
                    wrong.add(file + ":" + citation.line() + " cites check " + check + " of section "
                            + citation.section());
                }
            }
        }
        assertEquals(List.of(), wrong, "These do not exist in " + Pages.PROTOCOL);
        int found = cited;
        assertTrue(found > 150, () -> "Only " + found + " citations were recognised");
    }

    @Test
    void everyCitationIsRecognised() throws IOException {
        List<String> unknown = new ArrayList<>();
        for (Path file : Pages.texts()) {
            String text = Pages.read(file);
            for (String bracket :
                    BRACKET.matcher(text).results().map(MatchResult::group).toList()) {
                if (Citation.in(bracket).isEmpty()) {
                    unknown.add(file + ": " + bracket);
                }
            }
        }
        assertEquals(List.of(), unknown, "Write \"(protocol, section 6)\" or \"(protocol, sections 3 and 5)\"");
    }
}
