/**
 * A connection to a server that speaks Redis's protocol: its URL, the greeting, commands and answers. Knows nothing of channels
 * and events.
 */
@NullMarked
package dev.trunkline.redis;

import org.jspecify.annotations.NullMarked;
