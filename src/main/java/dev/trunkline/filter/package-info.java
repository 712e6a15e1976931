/** Keyword filters: which of the viewers' custom filters a status matches (protocol, section 6, check 4). */
@NullMarked
package dev.trunkline.filter;

import org.jspecify.annotations.NullMarked;
