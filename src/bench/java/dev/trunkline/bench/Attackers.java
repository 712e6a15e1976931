package dev.trunkline.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The attackers' connections, on the calling thread. */
final class Attackers implements Closeable {
    /** What happens to a connection once its answer has come. */
    enum Manner {
        /** It stays and nothing more is read. */
        STAY_UNREAD,
        /** It stays, and everything is read. */
        READ,
        /** It is reset. */
        LEAVE
    }

    /** The bytes that tell the status: {@code HTTP/1.1 200}. */
    private static final int STATUS_LINE = 12;

    /** Counted for a connection that ends after its answer, beside that answer. */
    private static final String ENDED_LATER = "ended later";

    /** Small, so that what is not read waits in the server. */
    private static final int RECEIVE_BUFFER = 4 << 10;

    private static final class Attacker {
        private final String request;
        private final Manner manner;
        private String answer = "";

        Attacker(String request, Manner manner) {
            this.request = request;
            this.manner = manner;
        }

        boolean answered() {
            return answer.length() >= STATUS_LINE;
        }
    }

    private final int port;
    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 << 10);
    private final Set<SocketChannel> channels = new HashSet<>();
    private final Map<String, Integer> answers = new TreeMap<>();
    private int opened;
    private int unanswered;

    Attackers(int port) throws IOException {
        this.port = port;
    }

    /** Begins a connection with a request. */
    void open(ClientOrigin origin, String request, Manner manner) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channels.add(channel);
        opened++;
        unanswered++;
        channel.bind(origin.source());
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        // A reset, so that no port is used up for a minute.
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        if (manner == Manner.STAY_UNREAD) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
        }
        channel.configureBlocking(false);
        Attacker attacker = new Attacker(request, manner);
        boolean connected = channel.connect(ClientOrigin.server(port));
        SelectionKey key =
                channel.register(selector, connected ? SelectionKey.OP_WRITE : SelectionKey.OP_CONNECT, attacker);
        if (connected) {
            turn(key);
        }
    }

    /** Handles what has come, or waits so long for it. */
    void turn(int milliseconds) throws IOException {
        try {
            selector.select(this::turn, milliseconds);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void turn(SelectionKey key) {
        SocketChannel channel = (SocketChannel) key.channel();
        Attacker attacker = (Attacker) key.attachment();
        try {
            if (key.isConnectable()) {
                channel.finishConnect();
            }
            if (!key.isReadable()) {
                // A request is far smaller than a socket's buffer.
                channel.write(US_ASCII.encode(attacker.request));
                key.interestOps(SelectionKey.OP_READ);
                return;
            }
            read(key, channel, attacker);
        } catch (IOException e) {
            drop(channel, attacker, attacker.answered() ? ENDED_LATER : "connection failed or reset");
        }
    }

    private void read(SelectionKey key, SocketChannel channel, Attacker attacker) throws IOException {
        buffer.clear();
        if (!attacker.answered()) {
            buffer.limit(STATUS_LINE - attacker.answer.length());
        }
        int count = channel.read(buffer);
        if (count < 0) {
            drop(channel, attacker, attacker.answered() ? ENDED_LATER : "closed without an answer");
            return;
        }
        if (attacker.answered()) {
            return;
        }
        attacker.answer += ISO_8859_1.decode(buffer.flip());
        if (!attacker.answered()) {
            return;
        }
        String status = attacker.answer.substring(STATUS_LINE - 3);
        boolean opens = status.equals("200") || status.equals("101");
        if (attacker.manner == Manner.LEAVE || !opens) {
            drop(channel, attacker, status);
            return;
        }
        count(status);
        unanswered--;
        if (attacker.manner == Manner.STAY_UNREAD) {
            key.interestOps(0);
        }
    }

    private void drop(SocketChannel channel, Attacker attacker, String why) {
        count(why);
        if (channels.remove(channel) && !why.equals(ENDED_LATER)) {
            unanswered--;
        }
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("a connection of " + attacker.manner + " cannot be closed", e);
        }
    }

    private void count(String answer) {
        answers.merge(answer, 1, Integer::sum);
    }

    /** Resets all connections. */
    void leave() throws IOException {
        for (SocketChannel channel : channels) {
            channel.close();
        }
        channels.clear();
        unanswered = 0;
        selector.selectNow();
    }

    /** How many connections have been begun. */
    int opened() {
        return opened;
    }

    /** How many connections there are. */
    int connections() {
        return channels.size();
    }

    /** How many connections are not open or have no answer yet. */
    int unanswered() {
        return unanswered;
    }

    /** How many got which status, or ended without one. */
    Map<String, Integer> answers() {
        return answers;
    }

    @Override
    public void close() throws IOException {
        leave();
        selector.close();
    }
}
