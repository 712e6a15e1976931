/** The certificates that connections to Redis and PostgreSQL trust. */
@NullMarked
package dev.trunkline.tls;

import org.jspecify.annotations.NullMarked;
