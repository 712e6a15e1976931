package dev.trunkline.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Event streams of one server, with or without ids, on the calling thread. It counts events and remembers the last ids. */
final class ComingBack implements Closeable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Connections that are begun and not open yet. */
    private static final int IN_FLIGHT = 256;

    /** What is looked at of a line: enough for an id. */
    private static final int LINE = 48;

    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 << 10);
    private final List<Stream> streams = new ArrayList<>();
    private final InetSocketAddress address;
    private final String path;
    private int open;
    private long events;
    private int gaps;

    /** Why the last gap came. */
    private String reason = "";

    private static final class Stream {
        private final SocketChannel channel;
        private final byte[] line = new byte[LINE];
        private int length;
        private boolean open;
        private String lastId = "";
        private boolean gap;

        Stream(SocketChannel channel) {
            this.channel = channel;
        }
    }

    ComingBack(int port, String path) throws IOException {
        this.address = ClientOrigin.server(port);
        this.path = path;
    }

    /**
     * Opens streams, one for each token, and returns when all have begun.
     *
     * @param ids whether they want ids
     * @param lastIds what they come back with; null if they come for the first time
     */
    void open(int count, boolean ids, @Nullable List<String> lastIds) throws IOException {
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open(address);
            String more = new Asked(false, ids, false).fields()
                    + (lastIds == null ? "" : "Last-Event-ID: " + lastIds.get(i) + "\r\n");
            channel.write(US_ASCII.encode("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                    + ViewerAccounts.token(i) + "\r\nUser-Agent: trunkline-bench\r\n" + more + "\r\n"));
            channel.configureBlocking(false);
            Stream stream = new Stream(channel);
            streams.add(stream);
            channel.register(selector, SelectionKey.OP_READ, stream);
            int least = i + 1 == count ? count : streams.size() - IN_FLIGHT;
            while (open < least) {
                turn(1000);
            }
        }
    }

    /** Returns when all together have got so many events. */
    void await(long count) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (events < count) {
            if (System.nanoTime() > end) {
                throw new IOException(events + " of " + count + " events have come, and " + gaps + " gaps " + reason);
            }
            turn(1000);
        }
    }

    /** The last id of each stream. */
    List<String> lastIds() {
        return streams.stream().map(stream -> stream.lastId).toList();
    }

    /** How many streams were told that they had missed events. */
    int gaps() {
        return gaps;
    }

    long events() {
        return events;
    }

    /** Takes what has come, or waits so long for it. */
    void turn(int milliseconds) throws IOException {
        try {
            selector.select(this::read, milliseconds);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void read(SelectionKey key) {
        Stream stream = (Stream) key.attachment();
        try {
            buffer.clear();
            if (stream.channel.read(buffer) < 0) {
                throw new IOException("the server closed a stream");
            }
            buffer.flip();
            while (buffer.hasRemaining()) {
                byte b = buffer.get();
                if (b == '\n') {
                    line(stream, new String(stream.line, 0, Math.min(stream.length, LINE), US_ASCII));
                    stream.length = 0;
                } else {
                    if (stream.length < LINE) {
                        stream.line[stream.length] = b;
                    }
                    stream.length++;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void line(Stream stream, String line) throws IOException {
        if (line.startsWith("HTTP/1.1 ") && !line.startsWith("HTTP/1.1 200")) {
            throw new IOException(line);
        }
        if (line.equals(":)") && !stream.open) {
            stream.open = true;
            open++;
        } else if (line.startsWith("id: ")) {
            stream.lastId = line.substring("id: ".length());
        } else if (line.equals("event: events_missed")) {
            gaps++;
            stream.gap = true;
        } else if (stream.gap) {
            stream.gap = false;
            reason = line;
        } else if (line.startsWith("event: ")) {
            events++;
        }
    }

    @Override
    public void close() throws IOException {
        for (Stream stream : streams) {
            stream.channel.close();
        }
        selector.close();
    }
}
