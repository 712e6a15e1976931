package dev.trunkline.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.trunkline.mastodon.Translation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Settings from system properties; those from variables are in WrongValueTest. */
class SettingsProbeTest {

    private static final String PROPERTY = "trunkline.check-time-limit";

    @AfterEach
    void clear() {
        System.clearProperty(PROPERTY);
    }

    private static List<String> faults(String value) {
        System.setProperty(PROPERTY, value);
        return SettingsProbe.faults(Translation.of(Map.of()));
    }

    @Test
    void wrongValueHasItsLine() {
        List<String> faults = faults("soon");
        assertEquals(1, faults.size(), faults::toString);
        assertTrue(faults.get(0).startsWith("TRUNKLINE_CHECK_TIME_LIMIT"), faults::toString);
    }

    @Test
    void goodValueHasNone() {
        assertEquals(List.of(), faults("2s"));
    }
}
