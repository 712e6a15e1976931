/** What the process counts: one interface for those who count, one Prometheus form (protocol, section 8). */
@NullMarked
package dev.trunkline.metrics;

import org.jspecify.annotations.NullMarked;
