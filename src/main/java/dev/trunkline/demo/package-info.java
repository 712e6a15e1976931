/**
 * What dev mode and the tests bring along: embedded servers, Mastodon's tables, demo data, a publisher that acts as
 * Mastodon's Rails side, and the endpoints behind the page. Never part of a production artefact: the build moves this
 * package out of the way before it packages.
 */
@NullMarked
package dev.trunkline.demo;

import org.jspecify.annotations.NullMarked;
