/** PostgreSQL: the one gate through which every query goes, with its time limit, errors and counts. */
@NullMarked
package dev.trunkline.database;

import org.jspecify.annotations.NullMarked;
