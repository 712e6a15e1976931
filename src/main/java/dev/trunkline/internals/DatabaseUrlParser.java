package dev.trunkline.internals;

import java.util.Arrays;

/** Vert.x's parser of PostgreSQL URLs. Its failures have no type of their own, and their messages repeat the URL. */
public final class DatabaseUrlParser {

    private static final String CLASS = "io.vertx.pgclient.impl.PgConnectionUriParser";

    private DatabaseUrlParser() {}

    /** Whether the failure is that of a URL which the parser cannot read. */
    public static boolean hasThrown(Throwable failure) {
        return Arrays.stream(failure.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(CLASS));
    }
}
