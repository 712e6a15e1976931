package dev.trunkline.unicode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.ibm.icu.text.Normalizer2;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** ICU is the judge: it has the tables' version of Unicode on every JVM. */
class NfkcTest {
    private static final Normalizer2 ICU = Normalizer2.getNFKCInstance();

    @Test
    void normalisesEveryCharacterByTheTablesVersionOfUnicode() {
        CodePoints.all().forEach(c -> {
            String character = Character.toString(c);
            assertEquals(ICU.normalize(character), Nfkc.normalise(character), () -> CodePoints.name(c));
        });
    }

    @Property
    void normalisesTextsByTheTablesVersionOfUnicode(@ForAll("texts") String text) {
        assertEquals(ICU.normalize(text), Nfkc.normalise(text));
    }

    @Provide
    static Arbitrary<String> texts() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('\u00c0', '\u024f')
                .withCharRange('\u0300', '\u036f')
                .withCharRange('\u0900', '\u097f')
                .withCharRange('\u1100', '\u11ff')
                .withCharRange('\u3040', '\u30ff')
                .withCharRange('\uac00', '\uac20')
                .withCharRange('\uff61', '\uff9f')
                .withChars("\ud800\udc00ﬃⅧ½");
    }
}
