/** Standard output and standard error, which never wait for their readers. */
@NullMarked
package dev.trunkline.log;

import org.jspecify.annotations.NullMarked;
