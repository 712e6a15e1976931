package dev.trunkline.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8Test {
    @ParameterizedTest
    @CsvSource({
        "80, ?",
        "bf, ?",
        "c0 80, ??",
        "c1 bf, ??",
        "c3, ?",
        "c3 41, ?A",
        "e0 80 80, ???",
        "e0 9f bf, ???",
        "e2 82, ?",
        "e2 82 41, ?A",
        "e2 e2 82 ac, ?€",
        "ed a0 80, ???", // half of a surrogate pair
        "ed bf bf, ???",
        "ed a0 bd ed b8 80, ??????", // both halves
        "f0 80 80 80, ????",
        "f0 8f bf bf, ????",
        "f0 9f 98, ?",
        "f0 9f 98 41, ?A",
        "f0 9f c3 a9, ?é",
        "f4 90 80 80, ????",
        "f5 80 80 80, ????",
        "f8 88 80 80 80, ?????",
        "fe, ?",
        "ff, ?",
        "41 c3 42 43 44 45 46 47 48 49 ff, A?BCDEFGHI?",
    })
    void replacesAsABrowserDoes(String hex, String text) {
        byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(hex);
        assertEquals(text.replace('?', '\ufffd'), new String(Utf8.wellFormed(bytes), UTF_8));
    }

    /** The reason why the JDK's decoder is not used. If this fails one day, it can be used. */
    @Test
    void differsFromTheJdkInEncodedSurrogates() {
        byte[] half = {(byte) 0xed, (byte) 0xa0, (byte) 0x80};
        assertEquals("\ufffd", new String(half, UTF_8));
    }

    @ParameterizedTest
    @CsvSource({"a", "abcdefgh", "é", "߿ࠀ퟿�", "𐀀", "abcdefg漢字", "\udbff\udfff", "aaaaaaaaaaaaaaaaé", "'\u0000'"})
    void keepsAWellFormedArray(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        assertSame(bytes, Utf8.wellFormed(bytes));
    }

    @Property
    void agreesWithTheEncodingStandard(@ForAll("bytes") byte[] bytes) {
        byte[] expected = standardDecoder(bytes).getBytes(UTF_8);
        assertArrayEquals(expected, Utf8.wellFormed(bytes));
    }

    @Property
    void replacesHalvesOfSurrogatePairs(@ForAll("utf16") String text) {
        StringBuilder expected = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pairs = Character.isHighSurrogate(c)
                    ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                    : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
            if (Character.isSurrogate(c) && !pairs) {
                expected.setCharAt(i, '\ufffd');
            }
        }
        assertArrayEquals(expected.toString().getBytes(UTF_8), Utf8.encode(text));
    }

    @Provide
    static Arbitrary<byte[]> bytes() {
        // Bytes at the bounds of the decoder's cases, and runs of ASCII, which is passed eight bytes at a time.
        Arbitrary<byte[]> odd = Arbitraries.of(
                        0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec,
                        0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff)
                .map(b -> new byte[] {b.byteValue()});
        Arbitrary<byte[]> good =
                Arbitraries.of("a", "abcdefghijk", "é", "漢", "😀").map(text -> text.getBytes(UTF_8));
        return Arbitraries.frequencyOf(Tuple.of(3, odd), Tuple.of(1, good))
                .list()
                .ofMaxSize(40)
                .map(parts -> parts.stream().reduce(new byte[0], Utf8Test::join));
    }

    @Provide
    static Arbitrary<String> utf16() {
        return Arbitraries.strings()
                .withChars('a', 'é', '漢', '\ud800', '\udbff', '\udc00', '\udfff')
                .ofMaxLength(12);
    }

    private static byte[] join(byte[] left, byte[] right) {
        byte[] joined = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, joined, left.length, right.length);
        return joined;
    }

    /** The Encoding Standard's "UTF-8 decoder", step by step. */
    private static String standardDecoder(byte[] bytes) {
        StringBuilder out = new StringBuilder();
        int codePoint = 0;
        int seen = 0;
        int needed = 0;
        int lower = 0x80;
        int upper = 0xbf;
        int i = 0;
        while (i < bytes.length) {
            int b = bytes[i] & 0xff;
            if (needed == 0) {
                i++;
                if (b <= 0x7f) {
                    out.append((char) b);
                } else if (b >= 0xc2 && b <= 0xdf) {
                    needed = 1;
                    codePoint = b & 0x1f;
                } else if (b >= 0xe0 && b <= 0xef) {
                    lower = b == 0xe0 ? 0xa0 : lower;
                    upper = b == 0xed ? 0x9f : upper;
                    needed = 2;
                    codePoint = b & 0xf;
                } else if (b >= 0xf0 && b <= 0xf4) {
                    lower = b == 0xf0 ? 0x90 : lower;
                    upper = b == 0xf4 ? 0x8f : upper;
                    needed = 3;
                    codePoint = b & 0x7;
                } else {
                    out.append('\ufffd');
                }
                continue;
            }
            boolean continues = b >= lower && b <= upper;
            lower = 0x80;
            upper = 0xbf;
            if (!continues) {
                codePoint = 0;
                needed = 0;
                seen = 0;
                out.append('\ufffd');
                continue; // with the same byte
            }
            i++;
            codePoint = (codePoint << 6) | (b & 0x3f);
            if (++seen == needed) {
                out.appendCodePoint(codePoint);
                codePoint = 0;
                needed = 0;
                seen = 0;
            }
        }
        return needed == 0 ? out.toString() : out.append('\ufffd').toString();
    }
}
