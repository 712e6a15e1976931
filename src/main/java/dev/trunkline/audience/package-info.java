/** Who of a channel's viewers may see an event (protocol, section 6): the stage between broadcaster and subscription. */
@NullMarked
package dev.trunkline.audience;

import org.jspecify.annotations.NullMarked;
