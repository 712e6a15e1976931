package dev.trunkline.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PasswordSettingTest {

    @ParameterizedTest
    @CsvSource({
        "postgresql://h:5432/m, false",
        "postgresql://u@h:5432/m, false",
        "postgresql://u@h:5432/m?options=a:b, false",
        "postgresql://u@h:5432/m?application_name=a:b@c, false",
        "vertx-reactive:postgresql://h/m, false",
        "postgresql://u:pass@h:5432/m, true",
        "vertx-reactive:postgresql://u:pass@h/m, true",
        "postgresql://u@h:5432/m?password=pass, true",
        "postgresql://h:5432/m?user=u&password=pass, true"
    })
    void aUrlMayHoldOne(String url, boolean given) {
        assertEquals(given, new PasswordSetting(Optional.empty(), Optional.empty(), url).isGiven());
    }

    @Test
    void aSettingOrAProviderMayHoldOne() {
        String url = "postgresql://h:5432/m";
        assertTrue(new PasswordSetting(Optional.of("pass"), Optional.empty(), url).isGiven());
        assertTrue(new PasswordSetting(Optional.empty(), Optional.of("vault"), url).isGiven());
    }
}
