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
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Connections without events, on the calling thread with one selector and one buffer. Every byte that comes is compared with
 * what should come; a connection that fails is counted and given up.
 */
final class ConnectClient implements Closeable {
    /** How long nothing may happen before what is missing counts as failed. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Connections from one loopback address: fewer than it has ports. */
    private static final int PER_SOURCE = 10_000;

    /** Each client has addresses of its own: a port that was used cannot be bound again for a minute. */
    private static final AtomicInteger CLIENTS = new AtomicInteger();

    /** Channels are closed by the selector's next turn: so many at most wait for it. */
    private static final int CLOSED_IN_A_TURN = 256;

    private static final class Link {
        private final SocketChannel channel;
        private final Reception reception;
        private final String request;
        private final long begun;

        Link(SocketChannel channel, Reception reception, String request, long begun) {
            this.channel = channel;
            this.reception = reception;
            this.request = request;
            this.begun = begun;
        }
    }

    private final byte sources = (byte) CLIENTS.getAndIncrement();
    private final Measured server;
    private final InetSocketAddress address;
    private final String path;
    private final OpeningLoad load;
    private final Statuses none = new Statuses(Statuses.LEAST_BYTES, 1, null, null);
    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 << 10);
    private final Set<Link> links = new LinkedHashSet<>();
    private final Map<String, Integer> failures = new TreeMap<>();
    private final long[] firstByte;
    private int opened;
    /** Begun and neither open nor failed. */
    private int pending;

    private long progress;
    private long lastOpened;
    private boolean closing;

    ConnectClient(Measured server, String path, OpeningLoad load) throws IOException {
        this.server = server;
        this.address = server.address();
        this.path = path;
        this.load = load;
        this.firstByte = new long[load.connections()];
    }

    /**
     * Opens all connections and returns when each is open or has failed.
     *
     * @param firstToken the number of the first one's token
     * @return the seconds from the first one's beginning to the last first byte
     */
    double open(int firstToken) throws IOException {
        long start = System.nanoTime();
        lastOpened = start;
        progress = start;
        int next = 0;
        while (next < load.connections() || pending > 0) {
            while (next < load.connections() && due(next, start)) {
                begin(firstToken + next, next);
                next++;
            }
            turn(next < load.connections() ? 1 : 100);
            if (System.nanoTime() - progress > PATIENCE.toNanos()) {
                giveUp("no answer within " + PATIENCE.toSeconds() + " s");
            }
        }
        return (lastOpened - start) / 1e9;
    }

    private boolean due(int number, long start) {
        return load.rate() == 0
                ? pending < load.inFlight()
                : System.nanoTime() - start >= number * 1_000_000_000L / load.rate();
    }

    private void begin(int token, int number) throws IOException {
        SocketChannel channel = SocketChannel.open();
        Reception reception = load.webSocket() ? new IdleSocket(none) : new StreamReception(none, 0, false);
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + server.token(token)
                + "\r\nUser-Agent: trunkline-bench\r\n"
                + Asked.plain(load.webSocket()).fields() + "\r\n";
        if (address.getAddress().isLoopbackAddress()) {
            byte[] source = {127, 0, sources, (byte) (1 + number / PER_SOURCE)};
            channel.bind(new InetSocketAddress(InetAddress.getByAddress(source), 0));
        }
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        Link link = new Link(channel, reception, request, System.nanoTime());
        links.add(link);
        pending++;
        progress = link.begun;
        try {
            if (channel.connect(address)) {
                channel.register(selector, 0, link);
                send(channel.keyFor(selector), link);
            } else {
                channel.register(selector, SelectionKey.OP_CONNECT, link);
            }
        } catch (IOException e) {
            fail(link, e);
        }
    }

    private static void send(SelectionKey key, Link link) throws IOException {
        write(link.channel, US_ASCII.encode(link.request));
        key.interestOps(SelectionKey.OP_READ);
    }

    /** What is written is far smaller than a socket's buffer. */
    private static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
        channel.write(bytes);
        if (bytes.hasRemaining()) {
            throw new IOException("the socket's buffer is full");
        }
    }

    /** Handles what has come, or waits so long for it. */
    void turn(int milliseconds) throws IOException {
        try {
            selector.select(this::handle, milliseconds);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void handle(SelectionKey key) {
        Link link = (Link) key.attachment();
        try {
            if (key.isConnectable()) {
                link.channel.finishConnect();
                send(key, link);
            } else {
                read(link);
            }
        } catch (IOException e) {
            try {
                fail(link, e);
            } catch (IOException notClosed) {
                throw new UncheckedIOException(notClosed);
            }
        }
    }

    private void read(Link link) throws IOException {
        boolean wasOpen = link.reception.open();
        buffer.clear();
        if (link.channel.read(buffer) < 0) {
            if (closing && link.reception instanceof IdleSocket socket && socket.closed()) {
                drop(link);
                return;
            }
            throw new IOException("closed by the server");
        }
        link.reception.take(buffer.flip(), 0);
        if (!wasOpen && link.reception.open()) {
            lastOpened = System.nanoTime();
            progress = lastOpened;
            firstByte[opened++] = lastOpened - link.begun;
            pending--;
        }
        if (link.reception instanceof IdleSocket socket) {
            ByteBuffer pong = socket.pong();
            if (pong.hasRemaining()) {
                write(link.channel, pong);
            }
        }
    }

    /**
     * Closes all connections as clients do: an event stream's socket at once, a WebSocket with a close frame, after whose answer
     * the server closes it.
     */
    void closeAll() throws IOException {
        closing = true;
        int closed = 0;
        for (Link link : Set.copyOf(links)) {
            if (link.reception instanceof IdleSocket socket) {
                socket.closing();
                try {
                    write(link.channel, IdleSocket.closeFrame());
                } catch (IOException e) {
                    fail(link, e);
                }
            } else {
                drop(link);
            }
            if (++closed % CLOSED_IN_A_TURN == 0) {
                turn(1);
            }
        }
        progress = System.nanoTime();
        while (!links.isEmpty()) {
            turn(100);
            if (System.nanoTime() - progress > PATIENCE.toNanos()) {
                giveUp("not closed within " + PATIENCE.toSeconds() + " s");
            }
        }
        selector.selectNow();
    }

    private void giveUp(String why) throws IOException {
        for (Link link : Set.copyOf(links)) {
            if (closing || !link.reception.open()) {
                fail(link, new IOException(why));
            }
        }
    }

    private void fail(Link link, IOException cause) throws IOException {
        if (drop(link)) {
            String message = String.valueOf(cause.getMessage());
            failures.merge(message.lines().findFirst().orElse(message), 1, Integer::sum);
        }
    }

    /** Whether it was there. */
    private boolean drop(Link link) throws IOException {
        boolean first = links.remove(link);
        if (first && !link.reception.open()) {
            pending--;
        }
        progress = System.nanoTime();
        link.channel.close();
        return first;
    }

    /** How many connections failed, by reason. */
    Map<String, Integer> failures() {
        return failures;
    }

    /** How many connections have been opened. */
    int opened() {
        return opened;
    }

    /** How many connections there are. */
    int connected() {
        return links.size() - pending;
    }

    /** From the beginning of a connection to its first byte. */
    Quantiles firstByte() {
        return new Quantiles(firstByte, opened);
    }

    @Override
    public void close() throws IOException {
        for (Link link : links) {
            link.channel.close();
        }
        selector.close();
    }
}
