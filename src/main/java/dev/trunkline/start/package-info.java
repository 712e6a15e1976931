/** The start of the process: arguments, checks before Quarkus starts, {@code --check}, explanations of a failed start. */
@NullMarked
package dev.trunkline.start;

import org.jspecify.annotations.NullMarked;
