/** WebSockets: reads requests, holds sockets, writes frames (protocol, section 5). */
@NullMarked
package dev.trunkline.ws;

import org.jspecify.annotations.NullMarked;
