package dev.trunkline.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

    @Test
    void singleMessagesGoWithoutTheFloor() {
        Options options = Options.parse("--stream", "user", "--accounts", "each", "--single-messages", "16");
        assertEquals(16, options.singleMessages());
        assertFalse(options.floor());
        assertTrue(Options.parse().floor());
    }

    @Test
    void deliveriesBoundTheEvents() {
        Options options = Options.parse("--events", "100", "--warmup", "50", "--deliveries", "20000");
        assertEquals(20, options.events(1000));
        assertEquals(10, options.warmup(1000));
        assertEquals(100, options.events(10));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--single-messages 16",
                "--single-messages 16 --stream user",
                "--single-messages 16 --stream user --accounts each --floor yes",
                "--single-messages 16 --stream user --accounts each --window 2",
                "--single-messages 16 --stream user --accounts each --connections 15",
                "--stream user --accounts each --connections 20000"
            })
    void refusesWhatMakesNoSense(String line) {
        assertThrows(IllegalArgumentException.class, () -> Options.parse(line.split(" ", -1)));
    }
}
