/**
 * Mastodon's environment as a language (protocol, section 9): the variables, the {@code .env.production} file, and their
 * translation into configuration properties.
 */
@NullMarked
package dev.trunkline.mastodon;

import org.jspecify.annotations.NullMarked;
