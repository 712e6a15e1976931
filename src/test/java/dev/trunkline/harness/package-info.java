/**
 * What the tests at the wire stand on: a real Redis and PostgreSQL with Mastodon's tables, the packaged server as a process
 * of its own, and clients that see every byte.
 */
package dev.trunkline.harness;
