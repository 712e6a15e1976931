/** Brings the events of Redis channels into the process and tells the publishers which channels have subscribers. */
@NullMarked
package dev.trunkline.broadcast;

import org.jspecify.annotations.NullMarked;
