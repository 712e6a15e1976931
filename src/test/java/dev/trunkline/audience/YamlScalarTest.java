package dev.trunkline.audience;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class YamlScalarTest {

    @Test
    void readsAScalarInEachForm() {
        for (String yaml : new String[] {
            "disabled", "--- disabled\n", "--- disabled\n...\n", "--- 'disabled'\n", "---\n\"disabled\"\n"
        }) {
            assertEquals("disabled", YamlScalar.text(yaml), yaml);
        }
    }

    @Test
    void readsNothingAsTheEmptyText() {
        assertEquals("", YamlScalar.text(null));
        assertEquals("", YamlScalar.text("--- ''\n"));
        assertEquals("'", YamlScalar.text("'"));
    }
}
