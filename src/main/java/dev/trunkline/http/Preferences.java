package dev.trunkline.http;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Header fields in which a client lists what it takes, with weights: {@code Accept} and its like (RFC 9110, section 12.4). */
public final class Preferences {

    private Preferences() {}

    /**
     * Whether the field names this value, not only by a wildcard, with another weight than 0.
     *
     * @param field null if the client has sent none
     * @param value in lower case
     */
    public static boolean name(@Nullable String field, String value) {
        if (field == null) {
            return false;
        }
        for (String element : field.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = element.split(";", -1);
            if (parts[0].strip().equals(value)) {
                return !hasWeightZero(parts);
            }
        }
        return false;
    }

    private static boolean hasWeightZero(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            if (parts[i].strip().matches("q\\s*=\\s*0(\\.0{0,3})?")) {
                return true;
            }
        }
        return false;
    }
}
