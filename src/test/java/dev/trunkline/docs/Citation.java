package dev.trunkline.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A citation of a section of the protocol, {@code docs/protocol.md}.
 *
 * @param line counted from 1
 * @param section as written, such as {@code 6}
 * @param check the check of that section, such as {@code 3}; empty where none is named
 */
record Citation(int line, String section, String check) {

    /** White space, or one line break with the beginning of the next line of a comment. */
    private static final String GAP = "(?:[ \\t]+|[ \\t]*\\R[ \\t]*(?:\\*|//|#|--|>)?[ \\t]*)";

    private static final String NUMBER = "\\d+(?:\\.\\d+)*";

    private static final String NUMBERS =
            NUMBER + "(?:(?:," + GAP + "|,?" + GAP + "(?:and|or|to)" + GAP + "|[–-])" + NUMBER + ")*";

    /** A section next to an RFC is the RFC's. */
    private static final Pattern CITATION = Pattern.compile("(?<rfc>RFC" + GAP + "\\d+(?:'s)?,?" + GAP + ")?"
            + "(?:\\b[Ss]ections" + GAP + "(?<many>" + NUMBERS + ")"
            + "|\\b[Ss]ection" + GAP + "(?<one>" + NUMBER + ")"
            + "|\\b[Pp]rotocol(?:'s)?[,:]?" + GAP + "(?<bare>" + NUMBER + ")\\b)"
            + "(?:,?" + GAP + "check" + GAP + "(?<check>" + NUMBER + "))?"
            + "(?<of>" + GAP + "of" + GAP + "RFC" + GAP + "\\d+)?");

    private static final Pattern FIGURE = Pattern.compile(NUMBER);

    static List<Citation> in(String text) {
        List<Citation> citations = new ArrayList<>();
        Matcher matcher = CITATION.matcher(text);
        while (matcher.find()) {
            if (matcher.group("rfc") != null || matcher.group("of") != null) {
                continue;
            }
            int line = 1
                    + (int) text.substring(0, matcher.start())
                            .chars()
                            .filter(character -> character == '\n')
                            .count();
            String sections = Stream.of("many", "one", "bare")
                    .map(matcher::group)
                    .filter(group -> group != null)
                    .findFirst()
                    .orElseThrow();
            String check = matcher.group("check") == null ? "" : matcher.group("check");
            for (String section : figures(sections)) {
                citations.add(new Citation(line, section, check));
            }
        }
        return citations;
    }

    private static List<String> figures(String text) {
        return FIGURE.matcher(text).results().map(MatchResult::group).toList();
    }
}
