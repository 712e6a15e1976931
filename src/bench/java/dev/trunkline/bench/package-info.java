/**
 * The fan-out benchmark: what one delivery of an event costs the server in CPU. Compiled with the tests, in no artefact.
 */
@NullMarked
package dev.trunkline.bench;

import org.jspecify.annotations.NullMarked;
