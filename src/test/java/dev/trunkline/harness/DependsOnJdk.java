package dev.trunkline.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * A test at the wire of something that differs between the JDKs that we support: TLS, international domain names, Unicode,
 * the native transport, signals, compression, process start. It runs with each of them, all others with the newest alone.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("jdk")
public @interface DependsOnJdk {}
