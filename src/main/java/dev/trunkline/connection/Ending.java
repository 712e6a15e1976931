package dev.trunkline.connection;

import dev.trunkline.admission.Refusal;

/** Every reason why a connection ends, with what the client is told and the metrics' label. */
public enum Ending {
    /** The client has left. */
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

    /** A client's message was larger than the limit. */
    MESSAGE_TOO_LARGE("message_too_large", 1009),

    /** The stream has reached the maximum age. */
    MAXIMUM_AGE("maximum_age", 1012),

    /** Redis was away, and the client may have missed events without knowing (protocol, section 12). */
    OUTAGE("outage", 1012),

    /** More waited for the client than its outbox holds. */
    SLOW_READER("slow_reader", 1013),

    /** After an outage of Redis it could not be found out in time whether the token is still valid. */
    UNCONFIRMED_TOKEN("unconfirmed_token", 1013),

    /** The client has not answered a ping. */
    SILENT_PEER("silent_peer", 1001),

    /** An event was not delivered because of a fault of ours; the client reconnects. */
    FAULT("fault", 1011),

    /** The connection was refused or failed before it was open. */
    NOT_OPENED("not_opened", 1001);

    private final String label;
    private final int closeCode;

    Ending(String label, int closeCode) {
        this.label = label;
        this.closeCode = closeCode;
    }

    /** The metrics' label. */
    public String label() {
        return label;
    }

    /** The close code of a WebSocket (protocol, section 5; RFC 6455, section 7.4). */
    public int closeCode() {
        return closeCode;
    }

    /** The answer to a client whose connection ends before it is open. */
    public Refusal refusal() {
        return this == KILLED ? Refusal.INVALID_TOKEN : Refusal.UNAVAILABLE;
    }

    /** Whether an event stream's client is asked to reconnect after a pause ({@code retry:}; protocol, section 4). */
    public boolean reconnectHelps() {
        return this == SHUTDOWN || this == MAXIMUM_AGE || this == FAULT || this == UNCONFIRMED_TOKEN || this == OUTAGE;
    }
}
