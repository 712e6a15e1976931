/** The meters: one interface for the code that counts, and its Prometheus form (protocol, section 8); limits of the log. */
@NullMarked
package dev.trunkline.metrics;

import org.jspecify.annotations.NullMarked;
