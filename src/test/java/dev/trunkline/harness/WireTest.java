package dev.trunkline.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test of the packaged server, which gets {@link Mastodon} and {@link Trunkline} as parameters. All tests without
 * settings share one process and one pair of servers, so that none of them may count on being alone with its channel names
 * or metrics at zero; a test with settings has a process for its class.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(WireExtension.class)
public @interface WireTest {

    /** Configuration of the process, as {@code name=value}. */
    String[] settings() default {};

    /** Whether the class takes Redis or PostgreSQL away, or looks at all that is in them, and so needs its own. */
    boolean ownServers() default false;
}
