package dev.trunkline.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * A unit test that takes long and whose outcome a browser or PostgreSQL's planner decides, whatever the JDK: {@code .ci/run}
 * does not repeat it with JDK 17.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("same-on-every-jdk")
public @interface SameOnEveryJdk {}
