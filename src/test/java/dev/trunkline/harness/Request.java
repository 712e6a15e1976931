package dev.trunkline.harness;

/** A request about to be sent; the target goes out as it is given. */
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

    /** Makes it the handshake of a WebSocket. */
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

    /** Lets the kernel keep only so many bytes for us: for readers who do not read. */
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

    /** The whole answer. */
    public HttpAnswer answer() {
        try (HttpSocket socket = header("Connection", "close").send()) {
            return socket.answer(method.equals("HEAD"));
        }
    }

    /** The whole answer to a handshake that is refused. */
    public HttpAnswer refusal() {
        try (HttpSocket socket = send()) {
            return socket.answer(false);
        }
    }

    /** The socket that opens. */
    public WebSocketClient webSocket() {
        return WebSocketClient.of(send());
    }

    /** The stream that the answer is, with its prelude read. */
    public EventStream stream() {
        return EventStream.of(send());
    }
}
