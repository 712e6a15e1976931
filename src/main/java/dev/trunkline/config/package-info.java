/** The settings, each with its unit and default, and the translation of Mastodon's environment variables. */
@NullMarked
package dev.trunkline.config;

import org.jspecify.annotations.NullMarked;
