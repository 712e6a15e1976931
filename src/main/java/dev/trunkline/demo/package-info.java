/**
 * For dev mode and tests: embedded servers, Mastodon's tables, demo data, a publisher that acts as Mastodon's Rails side, and
 * the endpoints behind the page. Never part of a production artefact: the build sets this package apart before it packages.
 */
@NullMarked
package dev.trunkline.demo;

import org.jspecify.annotations.NullMarked;
