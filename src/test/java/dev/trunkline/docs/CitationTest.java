package dev.trunkline.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every form in which comments and pages cite the protocol is recognised, and nothing else is. */
class CitationTest {

    private static List<String> sections(String text) {
        return Citation.in(text).stream().map(Citation::section).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(protocol, section 71)              | 71",
                "(protocol, sections 71 and 72)      | 71 72",
                "protocol, sections 71, 72 and 73    | 71 72 73",
                "protocol, sections 71 to 73         | 71 73",
                "protocol, sections 71–73            | 71 73",
                "the protocol's section 71, which    | 71",
                "the protocol (section 71)           | 71",
                "of section 71, last paragraph       | 71",
                "section 71, 400 bytes               | 71",
                "Section 71 says               | 71",
                "protocol, section 71; RFC 6455, section 7.4 | 71",
                "RFC 6455; protocol, section 71      | 71",
                "protocol, section 71.2              | 71.2",
            })
    void findsCitations(String text, String expected) {
        assertEquals(List.of(expected.split(" ")), sections(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(RFC 6455, section 4.2.1)",
                "RFC 6177, RFC 4291, section 2.5.4",
                "RFC 6455, sections 5.2 and 7.4",
                "RFC 6455's section 5",
                "section 7.1 of RFC 9112",
                "each with the section of this page",
                "two subsections 71",
            })
    void ignoresOtherSections(String text) {
        assertEquals(List.of(), sections(text));
    }

    @Test
    void findsCitationsAcrossLineBreaks() {
        String text =
                "/**\n * See (protocol,\n     * section\n * 71, check\n * 72) and\n// sections\n // 73 and\n# 74 (RFC 6455,\n * section 75)\n-- section 76";
        assertEquals(
                List.of(
                        new Citation(3, "71", "72"),
                        new Citation(6, "73", ""),
                        new Citation(6, "74", ""),
                        new Citation(10, "76", "")),
                Citation.in(text));
    }

    @Test
    void findsCitationsWithoutTheWord() {
        assertEquals(List.of(new Citation(1, "71", "72")), Citation.in("Each rule of protocol 71, check 72"));
    }
}
