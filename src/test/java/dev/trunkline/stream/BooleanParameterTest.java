package dev.trunkline.stream;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class BooleanParameterTest {
    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"0", "f", "F", "false", "FALSE", "off", "OFF"})
    void isFalse(@Nullable String value) {
        assertFalse(BooleanParameter.isTrue(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "true", "t", "on", "False", "Off", "no", "null", " ", "00"})
    void isTrue(String value) {
        assertTrue(BooleanParameter.isTrue(value));
    }
}
