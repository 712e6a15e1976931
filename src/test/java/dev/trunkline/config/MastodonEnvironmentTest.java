package dev.trunkline.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MastodonEnvironmentTest {

    private static MastodonEnvironment of(Map<String, String> environment) {
        return new MastodonEnvironment(environment::get);
    }

    @Test
    void nothingSetTranslatesToNothing() {
        assertEquals(Set.of(), of(Map.of()).getPropertyNames());
        assertNull(of(Map.of()).getValue("quarkus.http.port"));
    }

    @ParameterizedTest
    @CsvSource({
        "PORT, 4001, quarkus.http.port",
        "BIND, 0.0.0.0, quarkus.http.host",
        "REDIS_URL, redis://redis:6380/1, quarkus.redis.hosts",
        "DB_POOL, 25, quarkus.datasource.reactive.max-size"
    })
    void eachHasItsProperty(String variable, String value, String property) {
        MastodonEnvironment source = of(Map.of(variable, value));
        assertEquals(value, source.getValue(property));
        assertEquals(Set.of(property), source.getPropertyNames());
        assertEquals(Set.of(), of(Map.of(variable, "")).getPropertyNames(), "an empty one counts as unset");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            postgresql://u:p@db:5433/m     | postgresql://db:5433/m | u   | p
            postgres://u:p@db/m            | postgresql://db:5432/m | u   | p
            postgres://u@db/m              | postgresql://db:5432/m | u   | -
            postgres://db/m                | postgresql://db:5432/m | -   | -
            postgres://u%40x:p%3A%2F+@db/m | postgresql://db:5432/m | u@x | p:/+
            postgres://u:@db/m             | postgresql://db:5432/m | u   | ''
            postgres://u:p@[::1]:5433/m    | postgresql://[::1]:5433/m | u | p
            """)
    void aDatabaseUrlIsTakenApart(String given, String url, String user, String password) {
        MastodonEnvironment source = of(Map.of("DATABASE_URL", given));
        assertEquals(url, source.getValue("quarkus.datasource.reactive.url"));
        assertEquals(user, source.getValue("quarkus.datasource.username"));
        assertEquals(password, source.getValue("quarkus.datasource.password"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"mysql://u:secret@db/m", "u:secret@db/m", "postgres:///secret", "postgres://u:secret @db/m"})
    void aWrongOneIsNamedWithoutItsPassword(String url) {
        Map<String, String> environment = Map.of("DATABASE_URL", url);
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> of(environment))
                .getMessage());
        assertTrue(message.contains("DATABASE_URL"), message);
        assertFalse(message.contains("secret"), message);
    }

    @Test
    void standsBetweenTheFilesAndQuarkussOwnVariables() {
        int ordinal = of(Map.of()).getOrdinal();
        assertTrue(ordinal > 250 && ordinal < 300);
    }
}
