/** The settings, typed: each with its meaning, its unit and its default, and the types of their values. */
@NullMarked
package dev.trunkline.config;

import org.jspecify.annotations.NullMarked;
