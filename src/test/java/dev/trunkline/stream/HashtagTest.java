package dev.trunkline.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.UnicodeSet;
import java.text.Normalizer;
import java.util.Locale;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HashtagTest {
    /** By ICU, which has the publisher's version of Unicode on every JVM. */
    private static final UnicodeSet ALLOWED =
            new UnicodeSet("[[:Alphabetic:][:Nd:]\\u0e47-\\u0e4e_\\u00b7\\u30fb\\u200c]").freeze();

    @ParameterizedTest
    @CsvSource({
        "foo, foo",
        "#FooBar, foobar",
        "##foo, foo",
        "snake_case, snake_case",
        "foo-bar baz!, foobarbaz",
        "2026, 2026",
        // Vowel marks stay; the virama is not a letter.
        "हिन्दी, हिनदी",
        "ภาษาไทย, ภาษาไทย",
        "น้ำ, น้ํา", // NFKC decomposes the vowel am; the tone mark stays
        "ไม่, ไม่",
        "日本語, 日本語",
        "スター・ウォーズ, スター・ウォーズ",
        "ｽﾀｰ･ｳｫｰｽﾞ, スター・ウォーズ", // half width
        "한국어, 한국어",
        "العربية, العربية",
        "Việt, việt",
        "TIẾNGVIỆT, tiếngviệt",
        "Đà, da",
        "İstanbul, istanbul",
        "ISPARTA, isparta",
        "ışık, isik",
        "ΟΔΟΣ, οδοσ",
        "οδός, οδός", // ς stays if the client wrote it
        "Ёлка, ёлка",
        "ＦｕｌｌＷｉｄｔｈ１２, fullwidth12",
        "ŉ, ʼn",
        "ŀ, l·",
        "paraŀlel, paral·lel",
        "ſ, s",
        "ĳ, ij",
        "ﬃ, ffi",
        "Straße, straße",
        "Æther, æther",
        "Œuvre, œuvre",
        "Þór, þor",
        "a×b÷c, abc",
        "ÀÉÎÕÜÝ, aeiouy",
        "ðđħıĸłŋøŧŵŷź, ddhiklnotwyz",
        "ƀ, ƀ", // not folded: after U+017E
        "cafe\u0301, cafe",
        "𐐀, 𐐨",
        "𝒜𝓫, ab",
        "𠮷野家, 𠮷野家",
        "می\u200cخواهم, می\u200cخواهم",
        "a😀b, ab",
        "٣٤, ٣٤",
        "Ⅷ, viii",
        // Unknown to JDK 17, which has Unicode 13.
        "\uD833\uDCD6\uD833\uDCF1, a1", // outlined A and 1
        "\uD801\uDF81, \u02D0", // modifier letter
        "z\u0363, z\u0363", // a letter since Unicode 14
        "\uA7C0\u1C89, \uA7C1\u1C8A", // capitals with their small letters
        "\uD803\uDD50\uD803\uDD40, \uD803\uDD70\uD803\uDD40", // Garay
    })
    void spellsTagsAsThePublisherDoes(String tag, String channel) {
        assertEquals(channel, Hashtag.normalise(tag));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "#", "!?", "\u0301", "😀", "\ud800"})
    void leavesNothingOfCharactersNotAllowedInATag(String tag) {
        assertEquals("", Hashtag.normalise(tag));
    }

    @Test
    void foldsOnlyLettersOfTheRange() {
        assertEquals("z", Hashtag.normalise("\u017d"));
        assertEquals("a", Hashtag.normalise("\u00c0"));
        assertEquals("\u0180", Hashtag.normalise("\u0180"));
    }

    @Test
    void spellsEveryCharacterTheSameOnEveryJvm() {
        Normalizer2 nfkc = Normalizer2.getNFKCInstance();
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                // The letters up to U+017E are folded.
                .filter(c -> nfkc.normalize(Character.toString(c)).codePoints().allMatch(n -> n < 0xc0 || n > 0x17e))
                .forEach(c -> assertEquals(
                        nfkc.normalize(Character.toString(c))
                                .codePoints()
                                .map(UCharacter::toLowerCase)
                                .filter(ALLOWED::contains)
                                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                                .toString(),
                        Hashtag.normalise(Character.toString(c)),
                        () -> String.format("U+%04X", c)));
    }

    @Property
    void keepsOnlyCharactersAllowedInATag(@ForAll String tag) {
        String normal = Hashtag.normalise(tag);
        assertTrue(ALLOWED.containsAll(normal), normal);
    }

    @Property
    void changesNothingTheSecondTime(@ForAll String tag) {
        String normal = Hashtag.normalise(tag);
        // A dropped character can bring two together that compose; the publisher does not normalise again either.
        Assume.that(Normalizer.isNormalized(normal, Normalizer.Form.NFKC));
        assertEquals(normal, Hashtag.normalise(normal));
    }

    @Property
    void isTheSameForLettersOfEitherCase(@ForAll("latin") String tag) {
        assertEquals(Hashtag.normalise(tag), Hashtag.normalise(tag.toUpperCase(Locale.ROOT)));
    }

    @Provide
    static Arbitrary<String> latin() {
        return Arbitraries.strings().withCharRange('a', 'z').withChars("àéîõüýāďğįłńśżžðøŧ");
    }
}
