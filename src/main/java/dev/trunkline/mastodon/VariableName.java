package dev.trunkline.mastodon;

import io.smallrye.config.common.utils.StringUtil;
import java.util.Locale;

/** Environment variables that are named after configuration properties. */
public final class VariableName {

    private VariableName() {}

    /** {@code QUARKUS_REDIS_HOSTS} for {@code quarkus.redis.hosts}. */
    public static String of(String property) {
        return StringUtil.replaceNonAlphanumericByUnderscores(property).toUpperCase(Locale.ROOT);
    }
}
