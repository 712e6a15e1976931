package dev.trunkline.config;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SettingNamesTest {

    @Test
    void settingsOfGroupsAndThoseWithoutDefaultsAreNamed() {
        Set<String> names = SettingNames.all();
        List<String> some = List.of(
                "trunkline.log-json",
                "trunkline.max-stream-age",
                "trunkline.outbox.limit",
                "trunkline.outbox.total-limit",
                "trunkline.websocket.max-message-size",
                "trunkline.limits.connections-per-address");
        assertTrue(names.containsAll(some), names::toString);
        assertTrue(names.stream().allMatch(name -> name.matches("trunkline(\\.[a-z]+(-[a-z]+)*)+")), names::toString);
    }
}
