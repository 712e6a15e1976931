package dev.trunkline.mastodon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditDistanceTest {

    @ParameterizedTest
    @CsvSource({"'', '', 0", "abc, abc, 0", "abc, '', 3", "LIMT, LIMIT, 1", "LIMTI, LIMIT, 2", "kitten, sitting, 3"})
    void ofTwoTexts(String one, String other, int distance) {
        assertEquals(distance, EditDistance.of(one, other));
        assertEquals(distance, EditDistance.of(other, one));
    }
}
