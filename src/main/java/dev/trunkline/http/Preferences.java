package dev.trunkline.http;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Header fields in which a client lists what it takes, with weights: {@code Accept} and its like (RFC 9110, section 12.4). */
public final class Preferences {

    private static final Pattern WEIGHT = Pattern.compile("q\\s*=\\s*(0(?:\\.[0-9]{0,3})?|1(?:\\.0{0,3})?)");

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

    /**
     * Whether a client takes gzip and does not like it less than what is not compressed (RFC 9110, section 12.5.3).
     *
     * @param acceptEncoding null if the client has sent none: then it takes anything, but does not ask for it
     */
    public static boolean preferGzip(@Nullable String acceptEncoding) {
        if (acceptEncoding == null) {
            return false;
        }
        Map<String, Double> weights = new HashMap<>();
        for (String element : acceptEncoding.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = element.split(";", -1);
            String name = parts[0].strip();
            weights.putIfAbsent(name.equals("x-gzip") ? "gzip" : name, weight(parts));
        }
        double others = weights.getOrDefault("*", 0.0);
        double gzip = weights.getOrDefault("gzip", others);
        return gzip > 0 && gzip >= weights.getOrDefault("identity", others);
    }

    private static boolean hasWeightZero(String[] parts) {
        return weight(parts) == 0;
    }

    /** The weight, from 0 to 1; 1 if there is none, or none that can be read. */
    private static double weight(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            Matcher weight = WEIGHT.matcher(parts[i].strip());
            if (weight.matches()) {
                return Double.parseDouble(weight.group(1));
            }
        }
        return 1;
    }
}
