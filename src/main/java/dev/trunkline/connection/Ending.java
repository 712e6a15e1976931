package dev.trunkline.connection;

import dev.trunkline.admission.Refusal;

/** Every way in which a connection ends, and what that means to the client and to the metrics. */
public enum Ending {
    /** The client has gone. */
    CLIENT_LEFT("client_left", 1000),

    /** The token was revoked or the account suspended: {@code kill} on a system channel (protocol, section 6). */
    KILLED("killed", 1000),

    /** The process ends. */
    SHUTDOWN("shutdown", 1001),

    /** A frame broke the WebSocket protocol. */
    PROTOCOL_ERROR("protocol_error", 1002),

    /** A binary message came. */
    BINARY_MESSAGE("binary_message", 1003),

    /** A text message was not UTF-8. */
    MALFORMED_TEXT("malformed_text", 1007),

    /** A message was larger than a client's may be. */
    MESSAGE_TOO_LARGE("message_too_large", 1009),

    /** The stream has lived as long as a stream may. */
    MAXIMUM_AGE("maximum_age", 1012),

    /** More waited for the client than its outbox holds. */
    SLOW_READER("slow_reader", 1013),

    /** The client has not answered a ping. */
    SILENT_PEER("silent_peer", 1001),

    /** An event could not be delivered by a fault of ours; the client comes back to a connection that works. */
    FAULT("fault", 1011),

    /** The connection was refused or failed before it was open. */
    NOT_OPENED("not_opened", 1001);

    private final String label;
    private final int closeCode;

    Ending(String label, int closeCode) {
        this.label = label;
        this.closeCode = closeCode;
    }

    /** The value of the metrics' label. */
    public String label() {
        return label;
    }

    /** What a WebSocket is closed with (protocol, section 5; RFC 6455, section 7.4). */
    public int closeCode() {
        return closeCode;
    }

    /** What the client is told if it happens before the connection is open. */
    public Refusal refusal() {
        return this == KILLED ? Refusal.INVALID_TOKEN : Refusal.UNAVAILABLE;
    }

    /** Whether an event stream's client is told to come back after a pause ({@code retry:}; protocol, section 4). */
    public boolean reconnectHelps() {
        return this == SHUTDOWN || this == MAXIMUM_AGE || this == FAULT;
    }
}
