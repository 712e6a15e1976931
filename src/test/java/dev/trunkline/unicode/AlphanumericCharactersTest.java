package dev.trunkline.unicode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class AlphanumericCharactersTest {

    @Test
    void areThoseOfIcu() {
        CodePoints.all()
                .forEach(c -> assertEquals(
                        Icu.isAlphanumeric(c), AlphanumericCharacters.contains(c), () -> CodePoints.name(c)));
    }

    @Test
    void areThoseOfTheJvmAmongTheCharactersThatItKnows() {
        boolean asNewAsTheTables = Character.isDefined(0x10d40);
        CodePoints.knownToTheJvm()
                // Unicode 14 made letters of marks such as U+0363.
                .filter(c -> asNewAsTheTables || isAlphanumeric(c))
                .forEach(c ->
                        assertEquals(isAlphanumeric(c), AlphanumericCharacters.contains(c), () -> CodePoints.name(c)));
    }

    private static boolean isAlphanumeric(int codePoint) {
        return Character.isAlphabetic(codePoint) || Character.isDigit(codePoint);
    }
}
