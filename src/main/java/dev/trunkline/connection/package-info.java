/** A connection: its outbox and wire, its limits, the ways in which it ends, its log line, and the drain of all of them. */
@NullMarked
package dev.trunkline.connection;

import org.jspecify.annotations.NullMarked;
