/** How the process begins: its arguments, its environment, the check, and what it says when it cannot start. */
@NullMarked
package dev.trunkline.start;

import org.jspecify.annotations.NullMarked;
