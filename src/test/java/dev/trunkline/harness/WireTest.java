package dev.trunkline.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test of the packaged server, which gets {@link Mastodon} and {@link Trunkline} as parameters. Classes with equal values
 * share both, one class at a time: a class finds a healthy server without connections, but cannot count on metrics at zero,
 * on an empty log, or on being the first to use a channel's name.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(WireExtension.class)
public @interface WireTest {

    /** Configuration of the process, as {@code name=value}, in any order. */
    String[] settings() default {};

    /**
     * Whether the class takes Redis or PostgreSQL away, changes their configuration, or looks at everything in them: it gets a
     * second pair, to which at most one shared server is connected, and none if the class takes none. It leaves both running.
     * All other classes leave their server healthy and without connections, or the next class fails and names them.
     */
    boolean ownServers() default false;
}
