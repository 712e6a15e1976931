package dev.trunkline.event;

/** Why a message is dropped (protocol, section 6). It is counted and logged by this reason, never with its content. */
public enum Malformed implements Parsed {
    /** The message is no JSON, or has something after its end. */
    NOT_JSON("not_json"),

    /** No member {@code event} that is a non-empty string without control characters, or not an object at all. */
    NO_NAME("no_name"),

    /** The payload is missing, null, false, a zero or {@code ""}, and the event cannot do without. */
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
