/** Running out of memory, which ends the process. */
@NullMarked
package dev.trunkline.memory;

import org.jspecify.annotations.NullMarked;
