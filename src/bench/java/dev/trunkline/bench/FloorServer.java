package dev.trunkline.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * The floor: the least that a JVM can do for a delivery. One thread, one direct buffer for an event, one write for each
 * connection; no token, no Redis, no metrics. On its port it answers every {@code GET} with a stream and takes {@code
 * PUBLISH} in the form of Redis, so that client and publisher are the same as for the server.
 */
final class FloorServer {
    private static final ByteBuffer HEAD = direct(
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n:)\n\r\n");
    private static final ByteBuffer REPLY = direct(":1\r\n");

    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 << 10);
    private final List<SocketChannel> streams = new ArrayList<>();

    private FloorServer() throws IOException {}

    /** Serves the given loopback port until the process is killed. */
    public static void main(String... arguments) throws IOException {
        new FloorServer().run(Integer.parseInt(arguments[0]));
    }

    private void run(int port) throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
            server.configureBlocking(false);
            server.register(selector, SelectionKey.OP_ACCEPT);
            while (server.isOpen()) {
                selector.select();
                for (SelectionKey key : selector.selectedKeys()) {
                    if (key.isAcceptable()) {
                        accept(server.accept());
                    } else {
                        read(key);
                    }
                }
                selector.selectedKeys().clear();
            }
        }
    }

    private void accept(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.register(selector, SelectionKey.OP_READ, new Input());
    }

    /** The input of a connection that is not used yet. */
    private static final class Input {
        private byte[] bytes = new byte[0];

        void add(ByteBuffer more) {
            byte[] all = new byte[bytes.length + more.remaining()];
            System.arraycopy(bytes, 0, all, 0, bytes.length);
            more.get(all, bytes.length, more.remaining());
            bytes = all;
        }

        /** Takes the first message out once it is complete: {@code *3}, then three times a length and a text. */
        byte[] message() {
            int at = 0;
            int length = 0;
            for (int i = 0; i < 4; i++) {
                at += length == 0 ? 0 : length + 2;
                int start = at;
                do {
                    if (at >= bytes.length) {
                        return new byte[0];
                    }
                } while (bytes[at++] != '\n');
                String number = new String(bytes, start + 1, at - start - 3, US_ASCII);
                length = i == 0 ? 0 : Integer.parseInt(number);
            }
            if (at + length + 2 > bytes.length) {
                return new byte[0];
            }
            byte[] message = new byte[length];
            System.arraycopy(bytes, at, message, 0, length);
            byte[] rest = new byte[bytes.length - at - length - 2];
            System.arraycopy(bytes, at + length + 2, rest, 0, rest.length);
            bytes = rest;
            return message;
        }
    }

    private void read(SelectionKey key) throws IOException {
        SocketChannel channel = (SocketChannel) key.channel();
        buffer.clear();
        if (channel.read(buffer) < 0) {
            streams.remove(channel);
            channel.close();
            return;
        }
        Input input = (Input) key.attachment();
        input.add(buffer.flip());
        if (input.bytes[0] == 'G') {
            write(channel, HEAD.duplicate());
            streams.add(channel);
            // The client of a stream sends nothing more; its input is dropped.
            key.attach(new Input());
            return;
        }
        for (byte[] message = input.message(); message.length > 0; message = input.message()) {
            write(channel, REPLY.duplicate());
            fanOut(Statuses.record(message));
        }
    }

    private void fanOut(byte[] record) throws IOException {
        byte[] size = (Integer.toHexString(record.length) + "\r\n").getBytes(US_ASCII);
        ByteBuffer chunk = ByteBuffer.allocateDirect(size.length + record.length + 2);
        chunk.put(size).put(record).put((byte) '\r').put((byte) '\n').flip();
        for (SocketChannel stream : streams) {
            write(stream, chunk.duplicate());
        }
    }

    private static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
        channel.write(bytes);
        if (bytes.hasRemaining()) {
            // The events of a window are far smaller than a socket's buffer; queues would make it more than a floor.
            throw new IOException("a socket's buffer is full");
        }
    }

    private static ByteBuffer direct(String text) {
        return ByteBuffer.allocateDirect(text.length())
                .put(text.getBytes(US_ASCII))
                .flip();
    }
}
