/** What every HTTP answer carries and every HTTP error says, and the order of requests on a connection (protocol, section 3). */
@NullMarked
package dev.trunkline.http;

import org.jspecify.annotations.NullMarked;
