package dev.trunkline.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * All connections of a run, on the calling thread with one selector and one buffer, and what is published for them.
 */
final class Client implements Closeable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Connections opened at a time: fewer than fit into the queue of any server socket. */
    private static final int OPENING = 64;

    /** The key only needs the right form: nothing here prevents replay. */
    static final String HANDSHAKE = String.join(
            "\r\n",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dHJ1bmtsaW5lIGJlbmNobQ==",
            "");

    private final Flow flow;
    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 << 10);
    private final List<SocketChannel> channels = new ArrayList<>();
    private final List<Reception> connections = new ArrayList<>();
    private final CheckedFrames frames = new CheckedFrames();
    private int opened;

    Client(Flow flow) throws IOException {
        this.flow = flow;
    }

    /** Opens that many connections and waits until all streams have begun. */
    void open(int port, String path, ViewerAccounts viewers, int count, Asked asked) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open(address);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            // The channel still blocks here; a request is far smaller than a socket's buffer.
            channel.write(US_ASCII.encode("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                    + ViewerAccounts.token(i) + "\r\nUser-Agent: trunkline-bench\r\n"
                    + asked.fields() + "\r\n"));
            channel.configureBlocking(false);
            int viewer = viewers.viewer(i);
            Reception connection = asked.reception(flow.expected(), viewer, frames);
            channel.register(selector, SelectionKey.OP_READ, connection);
            channels.add(channel);
            connections.add(connection);
            int most = i + 1 == count ? 0 : OPENING - 1;
            await(() -> connections.size() - opened <= most);
        }
    }

    /** Publishes {@code events} events for each connection and returns when every connection has received every one. */
    void run(int events, Publisher publisher) throws IOException {
        flow.add(events, connections.size());
        while (!flow.done()) {
            flow.publish(publisher, connections);
            long before = flow.completed();
            await(() -> flow.completed() > before);
        }
    }

    /** The number of bytes received so far, including those of HTTP. */
    long wireBytes() {
        return connections.stream().mapToLong(Reception::wireBytes).sum();
    }

    /**
     * Reads once more, in case there is too much, then checks the counts of all connections.
     *
     * @throws IOException if a connection has not received exactly the published bytes
     */
    void check() throws IOException {
        long end = System.nanoTime() + Duration.ofMillis(200).toNanos();
        while (System.nanoTime() < end) {
            select(20);
        }
        for (int i = 0; i < connections.size(); i++) {
            try {
                Reception connection = connections.get(i);
                connection.check(flow.published(connection));
            } catch (IOException e) {
                throw new IOException("connection " + i + " received " + e.getMessage(), e);
            }
        }
    }

    private interface Condition {
        boolean holds();
    }

    private void await(Condition condition) throws IOException {
        long start = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new IOException("nothing received for " + PATIENCE.toSeconds() + " s: " + opened + " of "
                        + connections.size() + " connections open, " + flow);
            }
            select(1000);
        }
    }

    private void select(int milliseconds) throws IOException {
        try {
            selector.select(this::read, milliseconds);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void read(SelectionKey key) {
        Reception connection = (Reception) key.attachment();
        boolean wasOpen = connection.open();
        long had = connection.delivered();
        try {
            buffer.clear();
            if (((SocketChannel) key.channel()).read(buffer) < 0) {
                throw new IOException("the server closed a connection after " + had + " events");
            }
            connection.take(buffer.flip(), flow.published(connection));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!wasOpen && connection.open()) {
            opened++;
        }
        for (long event = had; event < connection.delivered(); event++) {
            flow.received(event);
        }
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : channels) {
            channel.close();
        }
        selector.close();
    }
}
