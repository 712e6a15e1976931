package dev.trunkline.audience;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads Mastodon's {@code settings.value}: a YAML document of one scalar, such as {@code --- disabled\n}. */
final class YamlScalar {

    private YamlScalar() {}

    private static final Set<String> NULLS = Set.of("~", "null", "Null", "NULL");

    /** The scalar without document markers, quotes and the colon of a Ruby symbol; empty for null. */
    static String text(@Nullable String yaml) {
        if (yaml == null) {
            return "";
        }
        String scalar = yaml.strip();
        if (scalar.startsWith("---")) {
            scalar = scalar.substring(3).strip();
        }
        if (scalar.equals("...") || scalar.endsWith("\n...")) {
            scalar = scalar.substring(0, scalar.length() - 3).strip();
        }
        if (NULLS.contains(scalar)) {
            return "";
        }
        if (scalar.startsWith(":")) {
            scalar = scalar.substring(1);
        }
        boolean quoted = scalar.length() >= 2
                && (scalar.charAt(0) == '"' || scalar.charAt(0) == '\'')
                && scalar.charAt(scalar.length() - 1) == scalar.charAt(0);
        return quoted ? scalar.substring(1, scalar.length() - 1) : scalar;
    }
}
