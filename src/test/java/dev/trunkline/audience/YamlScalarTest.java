package dev.trunkline.audience;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class YamlScalarTest {

    @Test
    void readsAScalarInEachForm() {
        for (String yaml : new String[] {
            "disabled",
            "--- disabled\n",
            "--- disabled\n...\n",
            "--- 'disabled'\n",
            "---\n\"disabled\"\n",
            "--- :disabled\n"
        }) {
            assertEquals("disabled", YamlScalar.text(yaml), yaml);
        }
    }

    @Test
    void readsNothingAsTheEmptyText() {
        for (String yaml :
                new String[] {null, "", "---", "--- \n", "--- \n...\n", "---\n...\n", "--- ~\n", "--- null\n...\n"}) {
            assertEquals("", YamlScalar.text(yaml), yaml);
        }
        assertEquals("", YamlScalar.text("--- ''\n"));
        assertEquals("'", YamlScalar.text("'"));
    }
}
