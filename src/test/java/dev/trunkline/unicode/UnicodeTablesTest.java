package dev.trunkline.unicode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class UnicodeTablesTest {

    @Test
    void holdTheVersionOfMastodonsRuby() {
        assertEquals("16.0", UnicodeTables.VERSION, "see src/unicode/README.md before changing the version");
    }

    @Test
    void areWhatTheGeneratorWrites() throws IOException {
        assertEquals(
                TableGenerator.source(),
                Files.readString(TableGenerator.FILE),
                "run src/unicode/generate; ICU4J must be the version for Unicode " + UnicodeTables.VERSION);
    }
}
