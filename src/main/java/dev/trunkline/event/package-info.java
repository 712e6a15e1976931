/** Events: a Redis message, parsed once, and the bytes that the transports send for it (protocol, sections 4 and 6). */
@NullMarked
package dev.trunkline.event;

import org.jspecify.annotations.NullMarked;
