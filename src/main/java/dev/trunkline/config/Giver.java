package dev.trunkline.config;

import io.smallrye.config.common.utils.StringUtil;
import java.util.Locale;

/** The name under which an administrator finds what gave a property its value. */
public final class Giver {

    private Giver() {}

    /**
     * Mastodon's variable, the variable that is named after the property, or the property's own name where it is a system
     * property or nobody has set it.
     */
    public static String of(String property) {
        if (System.getProperty(property) != null) {
            return property;
        }
        return MastodonEnvironment.current().giver(property);
    }

    /** The variable that is named after a property. */
    public static String variable(String property) {
        return StringUtil.replaceNonAlphanumericByUnderscores(property).toUpperCase(Locale.ROOT);
    }
}
