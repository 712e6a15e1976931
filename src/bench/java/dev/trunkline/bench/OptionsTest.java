package dev.trunkline.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
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

    @Test
    void compressionIsComparedWithTheSameStream() {
        assertEquals(
                List.of("user+ids", "user+ids+compressed", "public+ids", "public+ids+compressed"),
                names("--compression", "yes", "--stream", "user+ids,public+ids"));
        assertEquals(
                List.of("user", "user+compressed"),
                names("--compression", "yes", "--stream", "user", "--transport", "websocket"));
        assertEquals(
                "user+ids",
                Options.parse("--compression", "yes", "--stream", "user+ids")
                        .scenarios()
                        .get(1)
                        .plainName());
    }

    private static List<String> names(String... arguments) {
        return Options.parse(arguments).scenarios().stream().map(Scenario::name).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--single-messages 16",
                "--followers 10",
                "--single-messages 16 --stream user",
                "--single-messages 16 --stream user --accounts each --floor yes",
                "--single-messages 16 --stream user --accounts each --window 2",
                "--single-messages 16 --stream user --accounts each --connections 15",
                "--stream user --accounts each --connections 20000",
                "--stream user --compression yes",
                "--stream user+ids --transport websocket --compression yes",
                "--stream public+filters --transport websocket --compression yes"
            })
    void refusesWhatMakesNoSense(String line) {
        assertThrows(IllegalArgumentException.class, () -> Options.parse(line.split(" ", -1)));
    }
}
