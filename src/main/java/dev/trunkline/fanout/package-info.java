/** From a channel's events to the connections: channels, lanes, deliveries, subscriptions and congestion. */
@NullMarked
package dev.trunkline.fanout;

import org.jspecify.annotations.NullMarked;
