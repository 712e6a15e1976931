package dev.trunkline.bench;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** A running server whose connections {@link ConnectRound} measures. */
interface Measured extends Closeable {
    String name();

    InetSocketAddress address() throws IOException;

    /** The process, if it is known. */
    OptionalLong pid();

    /** A valid token, different for each number. */
    String token(int connection);

    /** What has been used so far. */
    Costs costs() throws IOException;

    /** The number of open connections by the server's own metrics; empty if it offers none. */
    OptionalDouble connectedClients() throws IOException;

    /** The failure with what the server has to say about it. */
    IOException failed(IOException cause) throws IOException;
}
