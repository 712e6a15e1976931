package dev.trunkline.unicode;

import java.text.Normalizer;

/**
 * Unicode's normalisation form KC, with the same result on every JVM from 17 on.
 *
 * <p>The JVM's own normaliser does the work. Unicode guarantees that the normalised form of a text never changes in a
 * later version if all its characters are assigned, so JVMs can only disagree about characters that came after the version
 * of the oldest one, Unicode 13 of JDK 17. Those among them that have a compatibility form are replaced by it first, which
 * is what the normaliser would do if it knew them. What remains on JDK 17: in a few scripts that came after Unicode 13
 * (Todhri, Tulu-Tigalari, Gurung Khema, Kirat Rai), letters spelled as two characters stay two, and new combining marks
 * are not put in order.
 */
public final class Nfkc {

    private static final CodePointMap LATE_FORMS = new CodePointMap(UnicodeTables.LATE_COMPATIBILITY_FORMS);

    private Nfkc() {}

    public static String normalise(String text) {
        StringBuilder known = new StringBuilder(text.length());
        text.codePoints().map(LATE_FORMS::get).forEach(known::appendCodePoint);
        return Normalizer.normalize(known, Normalizer.Form.NFKC);
    }
}
