/** Server-sent events: reads requests, keeps responses open, writes frames (protocol, section 4). */
@NullMarked
package dev.trunkline.sse;

import org.jspecify.annotations.NullMarked;
