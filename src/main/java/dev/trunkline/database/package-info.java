/** Access to PostgreSQL: every query goes through one class, which limits its time, maps its errors and counts it. */
@NullMarked
package dev.trunkline.database;

import org.jspecify.annotations.NullMarked;
