package dev.trunkline.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.trunkline.harness.Mastodon;
import dev.trunkline.harness.Trunkline;
import dev.trunkline.harness.WireTest;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A wrong value stops the start with one line that names the setting (protocol, section 9). */
@WireTest
class SettingsIT {

    private static final List<String> DURATIONS = List.of(
            "trunkline.check-time-limit",
            "trunkline.heartbeat.interval",
            "trunkline.max-stream-age",
            "trunkline.query-time-limit",
            "trunkline.reconnect-spread",
            "trunkline.redis-away-limit",
            "trunkline.subscribe-time-limit",
            "trunkline.websocket.ping-interval");

    private final Mastodon mastodon;

    SettingsIT(Mastodon mastodon) {
        this.mastodon = mastodon;
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0s", "PT-1S", "PT0.0001S"})
    void durationsAreLongerThanNothing(String value) {
        List<String> settings =
                DURATIONS.stream().map(setting -> setting + "=" + value).toList();
        IllegalStateException ended =
                assertThrows(IllegalStateException.class, () -> Trunkline.launch(mastodon, settings)
                        .close());
        String log = String.valueOf(ended.getMessage());
        for (String setting : DURATIONS) {
            assertEquals(1, log.lines().filter(line -> line.contains(setting)).count(), log);
        }
        assertFalse(log.contains("\tat "), log);
    }
}
