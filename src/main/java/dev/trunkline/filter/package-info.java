/** Keyword filters. */
@NullMarked
package dev.trunkline.filter;

import org.jspecify.annotations.NullMarked;
