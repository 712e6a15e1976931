package dev.trunkline.unicode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.ibm.icu.text.IDNA;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ICU is the judge of every name that it takes for one; the others have to keep their characters. */
class DomainNamesTest {

    private static final IDNA ICU =
            IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_ASCII | IDNA.NONTRANSITIONAL_TO_UNICODE);

    /** The ideas of Unicode's IdnaTestV2: one row for each rule that concerns the mapping. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            Example.ORG,        example.org,        example.org
            straße.example,     straße.example,     xn--strae-oqa.example
            STRAẞE.example,     straße.example,     xn--strae-oqa.example
            Faß.de,             faß.de,             xn--fa-hia.de
            XN--FA-HIA.de,      faß.de,             xn--fa-hia.de
            βόλος.com,          βόλος.com,          xn--nxasmm1c.com
            βόλοσ.com,          βόλοσ.com,          xn--nxasmq6b.com
            ΒΌΛΟΣ.com,          βόλοσ.com,          xn--nxasmq6b.com
            xn--nxasmm1c.com,   βόλος.com,          xn--nxasmm1c.com
            bücher.example,     bücher.example,     xn--bcher-kva.example
            BU\u0308CHER.example, bücher.example,   xn--bcher-kva.example
            日本語。ＪＰ,         日本語.jp,            xn--wgv71a119e.jp
            日本語｡jp,           日本語.jp,            xn--wgv71a119e.jp
            日本語．jp,           日本語.jp,            xn--wgv71a119e.jp
            so\u00adft.example, soft.example,       soft.example
            Bloß.de.,           bloß.de.,           xn--blo-7ka.de.
            a..b,               a..b,               a..b
            xn--.example,       .example,           .example
            xn--99999999.example, xn--99999999.example, xn--99999999.example
            xn--a!.example,     xn--a!.example,     xn--a!.example
            xn--ü.example,      xn--ü.example,      xn--xn---3ra.example
            a_b.example,        a_b.example,        a_b.example
            ᾳ.example,          αι.example,         xn--mxaq.example
            İ.example,          i\u0307.example,    xn--i-9bb.example
            """)
    void hasTheFormsOfUnicode(String name, String unicode, String ascii) {
        assertEquals(unicode, DomainNames.toUnicode(name));
        assertEquals(ascii, DomainNames.toAscii(name));
    }

    @Test
    void keepsTheJoinersThatMakeAName() {
        assertEquals("xn--10cl1a0b660p.com", DomainNames.toAscii("\u0dc1\u0dca\u200d\u0dbb\u0dd3.com"));
    }

    @Test
    void mapsEveryCharacterThatANameMayHaveByTheTablesVersionOfUnicode() {
        CodePoints.all().filter(c -> !isSurrogate(c)).forEach(c -> {
            String mapped = Icu.inDomains(c);
            if (!mapped.equals("\ufffd")) {
                assertEquals(mapped, DomainNames.toUnicode(Character.toString(c)), () -> CodePoints.name(c));
            }
        });
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    @Property(tries = 5_000)
    void agreesWithIcuOnNames(@ForAll("names") String name) {
        IDNA.Info unicodeInfo = new IDNA.Info();
        String unicode =
                ICU.nameToUnicode(name, new StringBuilder(), unicodeInfo).toString();
        if (!unicodeInfo.hasErrors()) {
            assertEquals(unicode, DomainNames.toUnicode(name));
            assertEquals(unicode, DomainNames.toUnicode(DomainNames.toAscii(name)));
        }
        IDNA.Info asciiInfo = new IDNA.Info();
        String ascii = ICU.nameToASCII(name, new StringBuilder(), asciiInfo).toString();
        if (!asciiInfo.hasErrors()) {
            assertEquals(ascii, DomainNames.toAscii(name));
        }
    }

    @Property
    void everyTextHasForms(@ForAll String text) {
        DomainNames.toAscii(text);
        DomainNames.toAscii("xn--" + text);
        DomainNames.toUnicode("xn--" + text);
    }

    /** Most of them names: letters with their marks, of a script or two. */
    @Provide
    static Arbitrary<String> names() {
        Arbitrary<String> labels = Arbitraries.oneOf(
                Arbitraries.strings()
                        .withCharRange('a', 'z')
                        .withCharRange('A', 'Z')
                        .withCharRange('0', '9')
                        .withCharRange('\u00c0', '\u024f')
                        .withCharRange('\u0300', '\u036f')
                        .withChars("ßẞς\u00ad-")
                        .ofMaxLength(12),
                Arbitraries.strings()
                        .withCharRange('\u0370', '\u03ff')
                        .withCharRange('\u1f00', '\u1fff')
                        .ofMaxLength(8),
                Arbitraries.strings()
                        .withCharRange('\u0900', '\u097f')
                        .withChars("\u200c\u200d")
                        .ofMaxLength(8),
                Arbitraries.strings()
                        .withCharRange('\u1100', '\u11ff')
                        .withCharRange('\uac00', '\uac40')
                        .withCharRange('\u3040', '\u30ff')
                        .withCharRange('\uff61', '\uffdc')
                        .ofMaxLength(8),
                Arbitraries.strings().withCharRange('\u0590', '\u06ff').ofMaxLength(8),
                Arbitraries.integers()
                        .between(0x10000, 0x2fa1f)
                        .map(Character::toString)
                        .array(String[].class)
                        .ofMaxSize(4)
                        .map(parts -> String.join("", parts)),
                Arbitraries.strings()
                        .withCharRange('a', 'z')
                        .numeric()
                        .withChars('-')
                        .ofMaxLength(20)
                        .map("xn--"::concat));
        Arbitrary<String> dots = Arbitraries.of(".", "\u3002", "\uff0e", "\uff61");
        return Combinators.combine(labels, dots, labels).as((first, dot, second) -> first + dot + second);
    }
}
