/** Who listens: tokens, scopes, permissions and lists, looked up in Mastodon's tables (protocol, section 3). */
@NullMarked
package dev.trunkline.viewer;

import org.jspecify.annotations.NullMarked;
