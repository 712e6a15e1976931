/** WebSockets: checks handshakes, reads messages, keeps sockets open, writes frames (protocol, section 5). */
@NullMarked
package dev.trunkline.ws;

import org.jspecify.annotations.NullMarked;
