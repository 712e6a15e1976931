package dev.trunkline.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CaseFoldingTest {

    /** Simple foldings of {@code CaseFolding.txt} that no simple upper or lower case shows. */
    private static final Map<Integer, Integer> ONLY_FOLDED = Map.of(0xfb05, 0xfb06, 0x1fd3, 0x390, 0x1fe3, 0x3b0);

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
    void foldsAllThatTheJvmKnowsAsTheJvmDoes() {
        // By way of the upper case, as the regular expressions of the JVM do, which knows only part of Unicode 16.
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(c -> c != 'İ' && c != 'ı' && !ONLY_FOLDED.containsKey(c))
                .filter(c -> Character.toLowerCase(Character.toUpperCase(c)) != c)
                .forEach(c -> assertEquals(
                        CaseFolding.fold(Character.toLowerCase(Character.toUpperCase(c))),
                        CaseFolding.fold(c),
                        () -> Integer.toHexString(c)));
    }

    @Test
    void foldsNothingElse() {
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(c -> CaseFolding.fold(c) != c)
                .filter(c -> !ONLY_FOLDED.containsKey(c))
                .filter(c -> Character.getType(CaseFolding.fold(c)) != Character.UNASSIGNED
                        && Character.getType(c) != Character.UNASSIGNED)
                .forEach(c -> assertEquals(
                        Character.toLowerCase(Character.toUpperCase(c)),
                        CaseFolding.fold(c),
                        () -> Integer.toHexString(c)));
    }

    @Test
    void keepsPlacesAndWordCharacters() {
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT).forEach(c -> {
            int folded = CaseFolding.fold(c);
            assertEquals(folded, CaseFolding.fold(folded), () -> Integer.toHexString(c));
            assertEquals(Character.charCount(c), Character.charCount(folded), () -> Integer.toHexString(c));
            assertEquals(WordCharacters.contains(c), WordCharacters.contains(folded), () -> Integer.toHexString(c));
        });
    }

    @Test
    void foldsTextsByCharacter() {
        assertEquals("straße 𐐨x\ud801\ud801", new String(CaseFolding.fold("STRAẞE 𐐀X\ud801\ud801")));
    }

    private static void assertSame(int... characters) {
        for (int c : characters) {
            assertEquals(CaseFolding.fold(characters[0]), CaseFolding.fold(c), () -> Integer.toHexString(c));
        }
    }
}
