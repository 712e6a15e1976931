/** What the process tells systemd, where systemd has started it. */
@NullMarked
package dev.trunkline.systemd;

import org.jspecify.annotations.NullMarked;
