package dev.trunkline.delivery;

/** Every way in which a connection ends, and what that means to the client and to the metrics. */
public enum Ending {
    /** The client has gone. */
    CLIENT_LEFT("client_left", false),

    /** The token was revoked or the account suspended: {@code kill} on a system channel (protocol, section 6). */
    KILLED("killed", false),

    /** More waited for the client than its outbox holds; the connection is reset, there is no last line. */
    SLOW_READER("slow_reader", false),

    /** The process ends. */
    SHUTDOWN("shutdown", true),

    /** The stream has lived as long as a stream may. */
    MAXIMUM_AGE("maximum_age", true),

    /** The connection was refused or failed before it was open. */
    NOT_OPENED("not_opened", false);

    private final String label;
    private final boolean reconnectHelps;

    Ending(String label, boolean reconnectHelps) {
        this.label = label;
        this.reconnectHelps = reconnectHelps;
    }

    /** The value of the metrics' label. */
    public String label() {
        return label;
    }

    /** Whether the client is told to come back after a pause ({@code retry:}; protocol, section 4). */
    public boolean reconnectHelps() {
        return reconnectHelps;
    }
}
