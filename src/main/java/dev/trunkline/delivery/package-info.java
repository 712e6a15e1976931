/** From a channel's events to the connections: subscriptions, lanes, outboxes, and the ways in which a connection ends. */
@NullMarked
package dev.trunkline.delivery;

import org.jspecify.annotations.NullMarked;
