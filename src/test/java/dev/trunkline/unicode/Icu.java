package dev.trunkline.unicode;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.util.VersionInfo;

/** The properties of characters that the tables hold, as ICU knows them from the Unicode Character Database. */
final class Icu {

    /** What JDK 17 knows, the oldest JVM that runs the server. */
    private static final VersionInfo OLDEST_JVM = VersionInfo.getInstance(13);

    private static final Normalizer2 NFKC = Normalizer2.getNFKCInstance();

    private static final Normalizer2 UTS46 = Normalizer2.getInstance(null, "uts46", Normalizer2.Mode.COMPOSE);

    private Icu() {}

    /** The version of Unicode, such as {@code 16.0}. */
    static String version() {
        VersionInfo version = UCharacter.getUnicodeVersion();
        return version.getMajor() + "." + version.getMinor();
    }

    /** What domain names map a character to, and normalise; U+FFFD for a character that they may not have. */
    static String inDomains(int codePoint) {
        return UTS46.normalize(Character.toString(codePoint));
    }

    static boolean isIgnoredInDomains(int codePoint) {
        return inDomains(codePoint).isEmpty();
    }

    static boolean isAlphanumeric(int codePoint) {
        return UCharacter.hasBinaryProperty(codePoint, UProperty.ALPHABETIC)
                || UCharacter.getType(codePoint) == UCharacter.DECIMAL_DIGIT_NUMBER;
    }

    static boolean isWord(int codePoint) {
        return isAlphanumeric(codePoint)
                || switch (UCharacter.getType(codePoint)) {
                    case UCharacter.NON_SPACING_MARK,
                            UCharacter.ENCLOSING_MARK,
                            UCharacter.COMBINING_SPACING_MARK,
                            UCharacter.CONNECTOR_PUNCTUATION -> true;
                    default -> false;
                };
    }

    static int lowerCase(int codePoint) {
        return UCharacter.toLowerCase(codePoint);
    }

    static int caseFolding(int codePoint) {
        return UCharacter.foldCase(codePoint, UCharacter.FOLD_CASE_DEFAULT);
    }

    /** The form of a character by NFKC if the oldest JVM does not know the character, else the character itself. */
    static int lateCompatibilityForm(int codePoint) {
        VersionInfo age = UCharacter.getAge(codePoint);
        if (age.getMajor() == 0 || age.compareTo(OLDEST_JVM) <= 0) {
            return codePoint;
        }
        String form = NFKC.normalize(Character.toString(codePoint));
        if (form.codePointCount(0, form.length()) != 1) {
            throw new IllegalStateException(
                    "The table has no room for several characters: U+" + Integer.toHexString(codePoint));
        }
        return form.codePointAt(0);
    }
}
