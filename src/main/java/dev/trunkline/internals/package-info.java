/**
 * Every reach into what Quarkus, Vert.x, Netty and the JDK do not promise: implementation classes, recorders, handler names,
 * {@code unsafe()}. The classes offer small named operations, so that the rest of the code uses public API only ({@code
 * InternalsRuleTest}); {@code InternalsTest} checks each expectation by name and type, so that an upgrade which moves
 * something fails in one place.
 */
@NullMarked
package dev.trunkline.internals;

import org.jspecify.annotations.NullMarked;
