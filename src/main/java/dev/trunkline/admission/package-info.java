/** Who may open what, and every refusal. */
@NullMarked
package dev.trunkline.admission;

import org.jspecify.annotations.NullMarked;
