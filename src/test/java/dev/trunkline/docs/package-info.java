/** The project's pages: what they and the code cite exists. */
package dev.trunkline.docs;
