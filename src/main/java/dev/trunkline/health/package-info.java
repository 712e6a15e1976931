/** The health path that Mastodon's deployments probe, and SmallRye's live, ready and started. */
@NullMarked
package dev.trunkline.health;

import org.jspecify.annotations.NullMarked;
