/** The files in {@code deploy/}: parsed strictly and compared with each other, the documentation and the code. */
package dev.trunkline.deploy;
