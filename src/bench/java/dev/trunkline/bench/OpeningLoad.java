package dev.trunkline.bench;

/**
 * How many connections are opened, and how fast.
 *
 * @param rate connections begun in a second; 0 for as many as {@code inFlight} allows
 * @param inFlight connections that are begun and not open yet, at rate 0
 */
record OpeningLoad(boolean webSocket, int connections, int rate, int inFlight) {
    String transport() {
        return webSocket ? "websocket" : "sse";
    }

    String pace() {
        return rate == 0 ? "at once" : rate + "/s";
    }

    /** As in the results, such as {@code sse 10000 at once}. */
    String name() {
        return transport() + " " + connections + " " + pace();
    }
}
