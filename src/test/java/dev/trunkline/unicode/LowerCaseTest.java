package dev.trunkline.unicode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LowerCaseTest {

    @Test
    void isThatOfIcu() {
        CodePoints.all().forEach(c -> assertEquals(Icu.lowerCase(c), LowerCase.of(c), () -> CodePoints.name(c)));
    }

    @Test
    void isThatOfTheJvmForTheCharactersThatItKnows() {
        CodePoints.knownToTheJvm()
                // A capital letter can be older than its small one.
                .filter(c -> Character.getType(LowerCase.of(c)) != Character.UNASSIGNED)
                .forEach(c -> assertEquals(Character.toLowerCase(c), LowerCase.of(c), () -> CodePoints.name(c)));
    }
}
