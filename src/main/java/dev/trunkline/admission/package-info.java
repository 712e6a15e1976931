/** Who may open what, and the reasons why not. */
@NullMarked
package dev.trunkline.admission;

import org.jspecify.annotations.NullMarked;
