package dev.trunkline.unicode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class WordCharactersTest {

    @Test
    void containLettersMarksDigitsAndConnectors() {
        "aZ_9éßжあ漢한ا\u0301٣Ⓐⅷ‿"
                .codePoints()
                .forEach(c -> assertTrue(WordCharacters.contains(c), Character.toString(c)));
        assertTrue(WordCharacters.contains(0x1d7ce));
        assertTrue(WordCharacters.contains(0x10d50), "new in Unicode 16");
    }

    @Test
    void containNoSignsSpacesAndEmoji() {
        " -.'#@\n\u00a0\u200b\u200d²½€😀。"
                .codePoints()
                .forEach(c -> assertFalse(WordCharacters.contains(c), Character.toString(c)));
        assertFalse(WordCharacters.contains(0xd800));
    }

    @Test
    void areThoseOfIcu() {
        CodePoints.all()
                .forEach(c -> assertEquals(Icu.isWord(c), WordCharacters.contains(c), () -> CodePoints.name(c)));
    }

    @Test
    void areThoseOfTheJvmAmongTheCharactersThatItKnows() {
        CodePoints.knownToTheJvm()
                .forEach(c -> assertEquals(jvmSays(c), WordCharacters.contains(c), () -> CodePoints.name(c)));
    }

    private static boolean jvmSays(int codePoint) {
        return Character.isAlphabetic(codePoint)
                || switch (Character.getType(codePoint)) {
                    case Character.NON_SPACING_MARK,
                            Character.ENCLOSING_MARK,
                            Character.COMBINING_SPACING_MARK,
                            Character.DECIMAL_DIGIT_NUMBER,
                            Character.CONNECTOR_PUNCTUATION -> true;
                    default -> false;
                };
    }
}
