package dev.trunkline.mastodon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MastodonConfigSourceTest {

    private final MastodonConfigSource source = new MastodonConfigSource();

    @AfterEach
    void forget() {
        MastodonConfigSource.use(Translation.of(Map.of()));
    }

    @Test
    void isEmptyUntilTheMainUsesATranslation() {
        assertEquals(Set.of(), source.getPropertyNames());
        assertNull(source.getValue("quarkus.http.port"));
    }

    @Test
    void hasTheValuesOfTheTranslationInUse() {
        MastodonConfigSource.use(Translation.of(Map.of("PORT", "4001")));
        assertEquals(Set.of("quarkus.http.port"), source.getPropertyNames());
        assertEquals("4001", source.getValue("quarkus.http.port"));
    }

    @Test
    void winsOverFilesAndLosesToTheEnvironment() {
        assertTrue(source.getOrdinal() > 260 && source.getOrdinal() < 300);
    }
}
