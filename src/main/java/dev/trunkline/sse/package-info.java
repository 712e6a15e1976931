/** Server-sent events: reads a request, holds the response open, writes the frames (protocol, section 4). */
@NullMarked
package dev.trunkline.sse;

import org.jspecify.annotations.NullMarked;
