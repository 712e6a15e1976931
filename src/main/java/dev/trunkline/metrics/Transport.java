package dev.trunkline.metrics;

/** The two transports, with their value of the metric label {@code type} (protocol, section 8). */
public enum Transport {
    SSE("eventsource"),
    WEBSOCKET("websocket");

    private final String label;

    Transport(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
