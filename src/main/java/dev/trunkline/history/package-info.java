/** What was published lately: ids, replay, other processes' history (protocol, section 12). */
@NullMarked
package dev.trunkline.history;

import org.jspecify.annotations.NullMarked;
