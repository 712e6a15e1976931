/** The streams of the protocol (section 2): their names, paths, channels and needs. */
@NullMarked
package dev.trunkline.stream;

import org.jspecify.annotations.NullMarked;
