/** Brings the events of Redis channels into the process and tells the publishers that somebody listens. */
@NullMarked
package dev.trunkline.broadcast;

import org.jspecify.annotations.NullMarked;
