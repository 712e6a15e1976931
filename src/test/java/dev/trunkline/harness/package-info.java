/**
 * The base of the tests at the wire: a real Redis and PostgreSQL with Mastodon's tables, the packaged server as a process, and
 * clients that see every byte.
 */
package dev.trunkline.harness;
