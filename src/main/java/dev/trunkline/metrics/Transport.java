package dev.trunkline.metrics;

/** The two transports, by the value of the metrics' {@code type} label (protocol, section 8). */
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
