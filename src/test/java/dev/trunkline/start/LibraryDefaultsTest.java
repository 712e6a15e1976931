package dev.trunkline.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import jakarta.json.spi.JsonProvider;
import org.junit.jupiter.api.Test;

/** That the libraries have what {@link LibraryDefaults} names. */
class LibraryDefaultsTest {

    private static final String JSON = "jakarta.json.provider";

    @Test
    void theJsonLibraryIsTheOneThatWouldBeFound() {
        assertNull(System.getProperty(JSON));
        assertEquals(JsonProvider.provider().getClass().getName(), LibraryDefaults.PROPERTIES.get(JSON));
    }
}
