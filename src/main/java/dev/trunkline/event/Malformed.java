package dev.trunkline.event;

/** Why a message is dropped (protocol, section 6). Metrics and log show this reason and never the content. */
public enum Malformed implements Parsed {
    /** The message is not JSON, or something follows it. */
    NOT_JSON("not_json"),

    /** There is no member {@code event} that is a non-empty string without control characters, or the message is no object. */
    NO_NAME("no_name"),

    /** The payload is missing, null, false, zero or {@code ""}, and the event needs one. */
    NO_PAYLOAD("no_payload");

    private final String label;

    Malformed(String label) {
        this.label = label;
    }

    /** The value of the metrics' label. */
    public String label() {
        return label;
    }
}
