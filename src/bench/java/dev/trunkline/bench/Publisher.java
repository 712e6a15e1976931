package dev.trunkline.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;

/**
 * Publishes on Redis over a plain socket, as Mastodon's Rails side does: a message to every channel in one write. Redis
 * answers with the number of subscribers, which must be one, the server, for every channel.
 */
final class Publisher implements Closeable {
    private final Socket socket;
    private final InputStream replies;
    private final List<byte[]> heads;
    private final boolean anybody;
    private int unconfirmed;

    Publisher(int port, List<String> channels) throws IOException {
        this(port, channels, false);
    }

    /** A publisher that accepts any number of subscribers. */
    static Publisher toAnybody(int port, List<String> channels) throws IOException {
        return new Publisher(port, channels, true);
    }

    private Publisher(int port, List<String> channels, boolean anybody) throws IOException {
        this.anybody = anybody;
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(30_000);
        replies = new BufferedInputStream(socket.getInputStream());
        heads = channels.stream()
                .map(channel -> "*3\r\n$7\r\nPUBLISH\r\n$" + channel.length() + "\r\n" + channel + "\r\n$")
                .map(head -> head.getBytes(US_ASCII))
                .toList();
    }

    /** Publishes the messages in one write, each on every channel, and returns when Redis has confirmed all. */
    void publish(byte[]... messages) throws IOException {
        ByteArrayOutputStream all =
                new ByteArrayOutputStream(messages.length * heads.size() * (messages[0].length + 80));
        for (byte[] message : messages) {
            for (byte[] head : heads) {
                add(all, head, message);
            }
        }
        send(all, messages.length * heads.size());
        confirm();
    }

    /**
     * Publishes the messages in one write, each on the next channel, beginning with one of them, and returns before Redis has
     * confirmed them; it must have confirmed the earlier ones.
     */
    void publishInTurns(List<byte[]> messages, int first) throws IOException {
        confirm();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < messages.size(); i++) {
            add(all, heads.get((first + i) % heads.size()), messages.get(i));
        }
        send(all, messages.size());
    }

    private static void add(ByteArrayOutputStream all, byte[] head, byte[] message) {
        all.writeBytes(head);
        all.writeBytes((message.length + "\r\n").getBytes(US_ASCII));
        all.writeBytes(message);
        all.write('\r');
        all.write('\n');
    }

    private void send(ByteArrayOutputStream all, int messages) throws IOException {
        all.writeTo(socket.getOutputStream());
        unconfirmed += messages;
    }

    private void confirm() throws IOException {
        for (; unconfirmed > 0; unconfirmed--) {
            expect(':');
            if (anybody) {
                replies.read();
            } else {
                expect('1');
            }
            expect('\r');
            expect('\n');
        }
    }

    private void expect(char wanted) throws IOException {
        int got = replies.read();
        if (got < 0) {
            throw new EOFException("Redis closed the connection");
        }
        if (got != wanted) {
            throw new IOException("Redis did not have exactly one subscriber of the channel: " + (char) got
                    + new String(replies.readNBytes(replies.available()), US_ASCII));
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
