package dev.trunkline.connection;

/**
 * The origin of a connection, for limits and the log.
 *
 * @param address the client's
 * @param requestId the id of the request that opens the connection, which its answer repeats (protocol, section 3)
 */
public record Origin(String address, String requestId) {}
