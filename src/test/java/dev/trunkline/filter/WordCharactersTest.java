package dev.trunkline.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WordCharactersTest {

    @Test
    void lettersMarksDigitsAndConnectorsAre() {
        "aZ_9éßжあ漢한ا\u0301٣Ⓐⅷ‿"
                .codePoints()
                .forEach(c -> assertTrue(WordCharacters.contains(c), Character.toString(c)));
        assertTrue(WordCharacters.contains(0x1d7ce));
        assertTrue(WordCharacters.contains(0x10d50), "new in Unicode 16");
    }

    @Test
    void signsSpacesAndEmojiAreNot() {
        " -.'#@\n\u00a0\u200b\u200d²½€😀。"
                .codePoints()
                .forEach(c -> assertFalse(WordCharacters.contains(c), Character.toString(c)));
        assertFalse(WordCharacters.contains(0xd800));
    }

    @Test
    void agreesWithTheJvmOnWhatBothKnow() {
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(c -> Character.getType(c) != Character.UNASSIGNED)
                .forEach(c -> assertEquals(jvmSays(c), WordCharacters.contains(c), () -> Integer.toHexString(c)));
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
