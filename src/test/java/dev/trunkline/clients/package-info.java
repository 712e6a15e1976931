/** What the libraries and programs that people use see of the server. */
package dev.trunkline.clients;
