package dev.trunkline.unicode;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The two forms of an international domain name by Unicode's UTS #46, non-transitional, as browsers and today's DNS have them
 * (IDNA2008): ß, ς and the joiners are letters of their own. Nothing is refused: what is no valid name keeps its characters,
 * since names are only compared here.
 */
public final class DomainNames {

    private static final CodePointSet IGNORED = new CodePointSet(UnicodeTables.IGNORED_IN_DOMAINS);

    private static final String PREFIX = "xn--";
    private static final int FINAL_SIGMA = 0x3C2;
    private static final int IDEOGRAPHIC_FULL_STOP = 0x3002;
    private static final int ASCII = 0x80;

    private DomainNames() {}

    /** The name in lower-case ASCII. */
    public static String toAscii(String name) {
        return labels(name, DomainNames::encoded);
    }

    /** The name in Unicode, in lower case and normalised. */
    public static String toUnicode(String name) {
        return labels(name, UnaryOperator.identity());
    }

    private static String labels(String name, UnaryOperator<String> form) {
        return Arrays.stream(mapped(name).split("\\.", -1))
                .map(label -> form.apply(decoded(label)))
                .collect(Collectors.joining("."));
    }

    /** UTS #46, section 4, steps 1 and 2. Each character is mapped on its own, and the result normalised. */
    private static String mapped(String name) {
        StringBuilder mapped = new StringBuilder(name.length());
        name.codePoints().forEach(c -> map(c, mapped));
        return Normalizer.normalize(mapped, Normalizer.Form.NFC);
    }

    private static void map(int codePoint, StringBuilder mapped) {
        if (codePoint < ASCII) {
            mapped.append((char) CaseFolding.fold(codePoint));
        } else if (codePoint == FINAL_SIGMA) {
            mapped.appendCodePoint(codePoint);
        } else if (!IGNORED.contains(codePoint)) {
            // Taken apart, as some characters fold in parts: ᾳ becomes αι.
            Normalizer.normalize(Nfkc.normalise(Character.toString(codePoint)), Normalizer.Form.NFD)
                    .codePoints()
                    .map(c -> c == IDEOGRAPHIC_FULL_STOP ? '.' : CaseFolding.fold(c))
                    .forEach(mapped::appendCodePoint);
        }
    }

    private static String decoded(String label) {
        @Nullable String decoded = label.startsWith(PREFIX) ? Punycode.decode(label.substring(PREFIX.length())) : null;
        return decoded == null ? label : decoded;
    }

    private static String encoded(String label) {
        return label.chars().allMatch(c -> c < ASCII) ? label : PREFIX + Punycode.encode(label);
    }
}
