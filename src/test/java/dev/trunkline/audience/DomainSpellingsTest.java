package dev.trunkline.audience;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainSpellingsTest {

    /** Each with and without the dot of DNS's root. */
    private static Set<String> spellings(String... names) {
        Set<String> all = new HashSet<>();
        for (String name : names) {
            all.add(name);
            all.add(name + ".");
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "remote.example",
                "Remote.EXAMPLE",
                "remote.example.",
                "@remote.example",
                "remote.example@",
                "evil@remote.example",
                "re\u00admote\uff0eexample",
                "ｒｅｍｏｔｅ。example｡"
            })
    void anAsciiDomainHasOneSpelling(String domain) {
        Set<String> found = DomainSpellings.of(domain);
        assertTrue(found.containsAll(spellings("remote.example")), found::toString);
        assertTrue(found.size() <= 4, found::toString);
    }

    @Test
    void anInternationalDomainHasTwoSpellings() {
        Set<String> both = spellings("xn--bcher-kva.example", "bücher.example");
        assertEquals(both, DomainSpellings.of("BÜCHER.Example"));
        Set<String> ofAscii = DomainSpellings.of("XN--Bcher-kva.example");
        assertEquals(both, ofAscii);
        assertEquals(spellings("xn--e28h.example", "\uD83D\uDE00.example"), DomainSpellings.of("\uD83D\uDE00.example"));
    }

    /** What a block of the second may be stored as has to be among the spellings of the first. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            straße.example,        xn--strae-oqa.example
            straße.example,        straße.example
            straße.example,        strasse.example
            xn--strae-oqa.example, straße.example
            xn--strae-oqa.example, strasse.example
            STRAẞE.example,        xn--strae-oqa.example
            faß.de,                xn--fa-hia.de
            faß.de,                fass.de
            βόλος.com,             xn--nxasmm1c.com
            βόλος.com,             xn--nxasmq6b.com
            xn--nxasmm1c.com,      βόλος.com
            xn--nxasmm1c.com,      βόλοσ.com
            \u0646\u0627\u0645\u0647\u200c\u0627\u06cc.com,  xn--mgba3gch31f060k.com
            \u0646\u0627\u0645\u0647\u200c\u0627\u06cc.com,  xn--mgba3gch31f.com
            xn--mgba3gch31f060k.com, \u0646\u0627\u0645\u0647\u200c\u0627\u06cc.com
            \u0d28\u0d4d\u200d.example, xn--uwc8ep99d.example
            BU\u0308CHER.example,  xn--bcher-kva.example
            bücher。example,       bücher.example
            ①.example,             1.example
            """)
    void aBlockIsFoundHoweverItIsStored(String domain, String stored) {
        Set<String> found = DomainSpellings.of(domain);
        assertTrue(found.contains(stored), found::toString);
        assertTrue(found.contains(stored + "."), found::toString);
        assertTrue(DomainSpellings.of("@" + domain + ".").contains(stored));
    }

    @Test
    void anotherDomainIsAnotherOne() {
        assertEquals(spellings("strasse.example"), DomainSpellings.of("strasse.example"));
        assertEquals(spellings("xn--nxasmq6b.com", "βόλοσ.com"), DomainSpellings.of("βόλοσ.com"));
    }

    @Test
    void aDomainThatCannotBeConvertedHasOneSpelling() {
        assertEquals(spellings("a..b"), DomainSpellings.of("A..b"));
        assertEquals(spellings("a".repeat(64) + ".example"), DomainSpellings.of("A".repeat(64) + ".example"));
        assertEquals(spellings("ü" + "a.".repeat(127) + "a"), DomainSpellings.of("Ü" + "A.".repeat(127) + "A"));
    }

    @Test
    void aTextWithoutADomainHasNone() {
        assertEquals(Set.of(), DomainSpellings.of(""));
        assertEquals(Set.of(), DomainSpellings.of("@"));
        assertEquals(Set.of(".."), DomainSpellings.of(".."));
    }

    @Property
    void noTextFails(@ForAll String text) {
        assertTrue(DomainSpellings.of(text).size() <= 15);
    }
}
