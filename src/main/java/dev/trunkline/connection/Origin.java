package dev.trunkline.connection;

/**
 * Where a connection comes from, for limits and the log.
 *
 * @param address the client's
 * @param requestId of the request that opens the connection, as its answer tells it (protocol, section 3)
 */
public record Origin(String address, String requestId) {}
