package dev.trunkline.audience;

/** A payload is not a status that can be checked (protocol, section 10). The message names the member, never its content. */
final class MalformedStatus extends Exception {

    MalformedStatus(String message) {
        super(message, null, false, false);
    }
}
