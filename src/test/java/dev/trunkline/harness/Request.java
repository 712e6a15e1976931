package dev.trunkline.harness;

/** A request to be sent; the target is sent as given. */
public final class Request {

    private final int port;
    private final String method;
    private final String target;
    private final StringBuilder headers = new StringBuilder();
    private String version = "HTTP/1.1";
    private int receiveBuffer;

    public Request(int port, String method, String target) {
        this.port = port;
        this.method = method;
        this.target = target;
    }

    public Request header(String name, String value) {
        headers.append(name).append(": ").append(value).append("\r\n");
        return this;
    }

    public Request bearer(Token token) {
        return header("Authorization", "Bearer " + token.text());
    }

    /** Turns it into the handshake of a WebSocket. */
    public Request upgrade() {
        return header("Connection", "Upgrade")
                .header("Upgrade", "websocket")
                .header("Sec-WebSocket-Version", "13")
                .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
    }

    public Request version(String other) {
        version = other;
        return this;
    }

    /** Limits the kernel's receive buffer to that many bytes, for clients that do not read. */
    public Request receiveBuffer(int bytes) {
        receiveBuffer = bytes;
        return this;
    }

    /** The request's text. */
    public String text() {
        return method + " " + target + " " + version + "\r\nHost: trunkline.test\r\n" + headers + "\r\n";
    }

    /** A connection on which nothing has been sent. */
    public HttpSocket connect() {
        return new HttpSocket(port, receiveBuffer);
    }

    /** A connection on which the request has been sent. */
    public HttpSocket send() {
        HttpSocket socket = connect();
        socket.write(text());
        return socket;
    }

    /** Sends it; the whole response. */
    public HttpAnswer answer() {
        try (HttpSocket socket = header("Connection", "close").send()) {
            return socket.answer(method.equals("HEAD"));
        }
    }

    /** Sends it; the whole response to a handshake that is refused. */
    public HttpAnswer refusal() {
        try (HttpSocket socket = send()) {
            return socket.answer(false);
        }
    }

    /** Sends it; the WebSocket that opens. */
    public WebSocketClient webSocket() {
        return WebSocketClient.of(send());
    }

    /** Sends it; the stream that opens, with its prelude read. */
    public EventStream stream() {
        return EventStream.of(send());
    }
}
