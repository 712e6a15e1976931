package dev.trunkline.audience;

/** A payload is no status that could be checked (protocol, section 10); the message names the member, never its content. */
final class Misfit extends Exception {

    Misfit(String message) {
        super(message, null, false, false);
    }
}
