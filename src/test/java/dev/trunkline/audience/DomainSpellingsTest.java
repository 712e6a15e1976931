package dev.trunkline.audience;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class DomainSpellingsTest {

    @Test
    void anAsciiDomainHasOneSpelling() {
        assertEquals(Set.of("remote.example"), DomainSpellings.of("remote.example"));
        assertEquals(Set.of("remote.example"), DomainSpellings.of("Remote.EXAMPLE"));
    }

    @Test
    void anInternationalDomainHasTwoSpellings() {
        Set<String> both = Set.of("xn--bcher-kva.example", "bücher.example");
        assertEquals(both, DomainSpellings.of("BÜCHER.Example"));
        assertEquals(both, DomainSpellings.of("XN--Bcher-kva.example"));
        assertEquals(Set.of("xn--e28h.example", "\uD83D\uDE00.example"), DomainSpellings.of("\uD83D\uDE00.example"));
    }

    @Test
    void aDomainThatCannotBeConvertedHasOneSpelling() {
        assertEquals(Set.of("a..b"), DomainSpellings.of("A..b"));
        assertEquals(Set.of("a".repeat(64) + ".example"), DomainSpellings.of("A".repeat(64) + ".example"));
    }

    @Test
    void aTextThatIsNotADomainHasNone() {
        assertEquals(Set.of(), DomainSpellings.of(""));
        assertEquals(Set.of(), DomainSpellings.of("a.".repeat(127)));
    }

    @Property
    void noTextFails(@ForAll String text) {
        assertTrue(DomainSpellings.of(text).size() <= 3);
    }
}
