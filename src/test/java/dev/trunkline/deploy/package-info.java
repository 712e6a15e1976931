/** The files in {@code deploy/}: parsed strictly, held against each other, the documents and the code. */
package dev.trunkline.deploy;
