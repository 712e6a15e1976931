/** Connections: outbox and wire, limits, endings, the line in the log, and the drain of all of them. */
@NullMarked
package dev.trunkline.connection;

import org.jspecify.annotations.NullMarked;
