package dev.trunkline.harness;

import dev.trunkline.stream.StreamName;
import io.vertx.core.json.JsonArray;

/** A client's transport, for rules that hold for both. */
public enum ClientTransport {
    EVENT_STREAM {
        @Override
        OpenStream open(Trunkline trunkline, Token token, StreamName name, String parameter) {
            Request request = trunkline.get(name.path() + "?only_media=" + name.onlyMedia() + "&allow_local_only="
                    + name.allowLocalOnly() + parameter);
            EventStream stream = (token == null ? request : request.bearer(token)).stream();
            return new OpenStream() {
                @Override
                public String frame() {
                    return stream.record();
                }

                @Override
                public ReceivedEvent next() {
                    return stream.next();
                }

                @Override
                public void close() {
                    stream.close();
                }
            };
        }

        @Override
        public String frame(String label, String event, String payload) {
            return "event: " + event + "\ndata: " + payload + "\n\n";
        }
    },

    WEB_SOCKET {
        @Override
        OpenStream open(Trunkline trunkline, Token token, StreamName name, String parameter) {
            Request request = trunkline.handshake("?stream=" + name.label() + parameter);
            WebSocketClient socket = (token == null ? request : request.bearer(token)).webSocket();
            socket.settle();
            return new OpenStream() {
                @Override
                public String frame() {
                    return socket.nextText();
                }

                @Override
                public ReceivedEvent next() {
                    SocketEvent event = socket.next();
                    return new ReceivedEvent(event.event(), String.valueOf(event.payload()));
                }

                @Override
                public void close() {
                    socket.close();
                }
            };
        }

        @Override
        public String frame(String label, String event, String payload) {
            String string = new JsonArray().add(payload).encode();
            return "{\"stream\":" + label + ",\"event\":\"" + event + "\",\"payload\":"
                    + string.substring(1, string.length() - 1) + "}";
        }
    };

    abstract OpenStream open(Trunkline trunkline, Token token, StreamName name, String parameter);

    /**
     * Opens a stream.
     *
     * @param token null for an anonymous viewer
     * @param stream its name; for a tag or a list, followed by a space and that: {@code hashtag:local cats}
     */
    public final OpenStream open(Trunkline trunkline, Token token, String stream) {
        String[] parts = stream.split(" ", -1);
        StreamName name = StreamName.named(parts[0]).orElseThrow();
        String parameter = parts.length == 1 ? "" : (parts[0].equals("list") ? "&list=" : "&tag=") + parts[1];
        return open(trunkline, token, name, parameter);
    }

    /**
     * An event's frame as {@link OpenStream#frame} reads it.
     *
     * @param label the array that names the stream to a WebSocket's client
     */
    public abstract String frame(String label, String event, String payload);
}
