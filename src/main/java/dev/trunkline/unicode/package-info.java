/**
 * Unicode 16, the version of Mastodon's Ruby, whatever the version of the JVM: letters, case, normalisation. The tables
 * come from the generator in {@code src/unicode}.
 */
@NullMarked
package dev.trunkline.unicode;

import org.jspecify.annotations.NullMarked;
