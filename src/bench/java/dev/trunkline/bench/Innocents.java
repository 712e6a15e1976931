package dev.trunkline.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The viewers who attack nobody: each has an account and an address of its own, filters of its own, and reads one event stream
 * at once, on a thread for all of them. A stream that ends is not opened again.
 */
final class Innocents implements Closeable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Selector selector = Selector.open();
    private final List<InnocentStream> streams = new ArrayList<>();
    private final CountDownLatch opened;
    private final Thread thread = new Thread(this::readAll, "innocents");
    private volatile boolean leaving;

    /** Opens {@link HostileAccounts#INNOCENTS} streams of each kind, and returns when all are open. */
    Innocents(int port, StatusPublication publication) throws IOException, InterruptedException {
        opened = new CountDownLatch(HostileAccounts.INNOCENTS * InnocentStream.Kind.values().length);
        for (InnocentStream.Kind kind : InnocentStream.Kind.values()) {
            for (int i = 0; i < HostileAccounts.INNOCENTS; i++) {
                int viewer = kind.viewer(i);
                ClientOrigin origin = ClientOrigin.of(viewer);
                SocketChannel channel = SocketChannel.open();
                channel.bind(origin.source());
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.connect(ClientOrigin.server(port));
                channel.write(US_ASCII.encode(
                        origin.request("/api/v1/streaming/" + kind.stream(), ViewerAccounts.token(viewer), "")));
                channel.configureBlocking(false);
                InnocentStream stream = new InnocentStream(kind, viewer, channel, publication);
                channel.register(selector, SelectionKey.OP_READ, stream);
                streams.add(stream);
            }
        }
        thread.setDaemon(true);
        thread.start();
        if (!opened.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            close();
            throw new IOException(opened.getCount() + " streams are not open after " + PATIENCE.toSeconds()
                    + " s, before any attack: "
                    + streams.stream()
                            .map(stream -> stream.end().orElse("no answer"))
                            .distinct()
                            .toList());
        }
    }

    private void readAll() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(64 << 10);
        try {
            while (!leaving) {
                selector.select(key -> read((InnocentStream) key.attachment(), buffer));
            }
        } catch (IOException | ClosedSelectorException e) {
            // What is not read counts as not received.
            System.err.println("the innocents read no longer: " + e);
        }
    }

    private void read(InnocentStream stream, ByteBuffer buffer) {
        boolean wasOpen = stream.open();
        stream.read(buffer);
        if (!wasOpen && stream.open()) {
            opened.countDown();
        }
    }

    /** All streams; their figures may be read after {@link #close()}. */
    List<InnocentStream> streams() {
        return streams;
    }

    /** The homes' channels. */
    static List<String> homeChannels() {
        List<String> channels = new ArrayList<>();
        for (int i = 0; i < HostileAccounts.INNOCENTS; i++) {
            channels.add("timeline:" + ViewerAccounts.account(InnocentStream.Kind.HOME.viewer(i)));
        }
        return channels;
    }

    @Override
    public void close() throws IOException {
        leaving = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (InnocentStream stream : streams) {
            stream.close();
        }
        selector.close();
    }
}
