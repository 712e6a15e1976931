/** Who has opened a connection: tokens, scopes, permissions and lists from Mastodon's tables (protocol, section 3). */
@NullMarked
package dev.trunkline.viewer;

import org.jspecify.annotations.NullMarked;
