package dev.trunkline.bench;

/**
 * What a client asks for when it opens a connection.
 *
 * @param ids whether it wants ids; of event streams only
 * @param compressed whether it takes compressed events; event streams with ids only
 */
record Asked(boolean webSocket, boolean ids, boolean compressed) {

    /** An event stream, or a WebSocket, as it always was. */
    static Asked plain(boolean webSocket) {
        return new Asked(webSocket, false, false);
    }

    /** The fields of the request that say so. */
    String fields() {
        if (webSocket) {
            return Client.HANDSHAKE
                    // As browsers offer it.
                    + (compressed ? "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n" : "");
        }
        // Whoever names the type wants ids.
        return (ids ? "Accept: text/event-stream\r\n" : "Accept: */*\r\n")
                + (compressed ? "Accept-Encoding: gzip, deflate, br, zstd\r\n" : "");
    }

    /** What takes the answer and the events. */
    Reception reception(Expected expected, int viewer, CheckedFrames frames) {
        if (compressed) {
            return webSocket
                    ? new CompressedSocket(expected, viewer, frames)
                    : new CompressedStream(expected, viewer, frames);
        }
        return webSocket ? new SocketReception(expected, viewer) : new StreamReception(expected, viewer, ids);
    }
}
