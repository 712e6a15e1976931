/**
 * Which of a channel's listeners may see a status, and with which {@code filtered} member (protocol, section 6): the stage
 * between broadcaster and subscription. Each status is checked once, whatever the number of listeners.
 */
@NullMarked
package dev.trunkline.audience;

import org.jspecify.annotations.NullMarked;
