/** The health path that Mastodon's deployments probe, and SmallRye's probes for liveness, readiness and startup. */
@NullMarked
package dev.trunkline.health;

import org.jspecify.annotations.NullMarked;
