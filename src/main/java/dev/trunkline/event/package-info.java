/** Events: what a Redis message holds, parsed once, and the bytes that transports send for it (protocol, sections 4 and 6). */
@NullMarked
package dev.trunkline.event;

import org.jspecify.annotations.NullMarked;
