/** The benchmarks: see {@code src/bench/README.md}. They are compiled with the tests and are in no artefact. */
@NullMarked
package dev.trunkline.bench;

import org.jspecify.annotations.NullMarked;
