package dev.trunkline.unicode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class CaseFoldingTest {

    @Test
    void foldsAsUnicodeDoes() {
        assertSame('K', 'k', '\u212a');
        assertSame('S', 's', 'ſ');
        assertSame('Σ', 'σ', 'ς');
        assertSame('ß', 'ẞ');
        assertSame('Ꭰ', 'ꭰ');
        assertSame(0x10400, 0x10428);
        assertSame(0xfb05, 0xfb06);
        assertNotEquals(CaseFolding.fold('i'), CaseFolding.fold('İ'));
        assertNotEquals(CaseFolding.fold('i'), CaseFolding.fold('ı'));
        assertNotEquals(CaseFolding.fold('İ'), CaseFolding.fold('ı'));
    }

    @Test
    void isThatOfIcu() {
        CodePoints.all().forEach(c -> assertEquals(Icu.caseFolding(c), CaseFolding.fold(c), () -> CodePoints.name(c)));
    }

    @Test
    void foldsTogetherWhatTheJvmDoesAmongTheCharactersThatItKnows() {
        // By way of the upper case, as the JVM's regular expressions compare.
        CodePoints.knownToTheJvm()
                .filter(c -> c != 'İ' && c != 'ı')
                .forEach(c -> assertEquals(
                        CaseFolding.fold(Character.toLowerCase(Character.toUpperCase(c))),
                        CaseFolding.fold(c),
                        () -> CodePoints.name(c)));
    }

    @Test
    void keepsPlacesAndWordCharacters() {
        CodePoints.all().forEach(c -> {
            int folded = CaseFolding.fold(c);
            assertEquals(folded, CaseFolding.fold(folded), () -> CodePoints.name(c));
            assertEquals(Character.charCount(c), Character.charCount(folded), () -> CodePoints.name(c));
            assertEquals(WordCharacters.contains(c), WordCharacters.contains(folded), () -> CodePoints.name(c));
        });
    }

    @Test
    void foldsTextsByCharacter() {
        assertEquals("straße 𐐨x\ud801\ud801", new String(CaseFolding.fold("STRAẞE 𐐀X\ud801\ud801")));
    }

    private static void assertSame(int... characters) {
        for (int c : characters) {
            assertEquals(CaseFolding.fold(characters[0]), CaseFolding.fold(c), () -> CodePoints.name(c));
        }
    }
}
