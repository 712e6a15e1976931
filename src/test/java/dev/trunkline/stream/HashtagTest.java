package dev.trunkline.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
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
    private static final Pattern KEPT = Pattern.compile("[\\p{IsAlphabetic}\\p{Nd}\u0e47-\u0e4e_\u00b7\u30fb\u200c]*");

    @ParameterizedTest
    @CsvSource({
        "foo, foo",
        "#FooBar, foobar",
        "##foo, foo",
        "snake_case, snake_case",
        "foo-bar baz!, foobarbaz",
        "2026, 2026",
        // Marks that are vowels stay; the virama is no letter.
        "हिन्दी, हिनदी",
        "ภาษาไทย, ภาษาไทย",
        "น้ำ, น้ํา", // NFKC takes the vowel am apart; the tone mark stays
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
        "οδός, οδός", // a client's own ς stays
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
        "ƀ, ƀ", // behind U+017E nothing is folded
        "cafe\u0301, cafe",
        "𐐀, 𐐨",
        "𝒜𝓫, ab",
        "𠮷野家, 𠮷野家",
        "می\u200cخواهم, می\u200cخواهم",
        "a😀b, ab",
        "٣٤, ٣٤",
        "Ⅷ, viii",
    })
    void spellsTagsAsThePublisherDoes(String tag, String channel) {
        assertEquals(channel, Hashtag.normalise(tag));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "#", "!?", "\u0301", "😀", "\ud800"})
    void leavesNothingOfWhatMayNotStandInATag(String tag) {
        assertEquals("", Hashtag.normalise(tag));
    }

    @Test
    void foldsOnlyLettersUpToTheLastOfTheRange() {
        assertEquals("z", Hashtag.normalise("\u017d"));
        assertEquals("a", Hashtag.normalise("\u00c0"));
        assertEquals("\u0180", Hashtag.normalise("\u0180"));
    }

    @Property
    void keepsOnlyWhatMayStandInATag(@ForAll String tag) {
        String normal = Hashtag.normalise(tag);
        assertTrue(KEPT.matcher(normal).matches(), normal);
    }

    @Property
    void changesNothingTheSecondTime(@ForAll String tag) {
        String normal = Hashtag.normalise(tag);
        // What is dropped can bring two characters together that then compose: the publisher does not look again
        // either.
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
