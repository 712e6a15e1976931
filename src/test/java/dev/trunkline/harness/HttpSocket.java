package dev.trunkline.harness;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A connection to the server, read byte by byte. Every wait has a limit. */
public final class HttpSocket implements AutoCloseable {

    /** The limit of each wait. */
    public static final Duration LIMIT = Duration.ofSeconds(10);

    private final Socket socket;
    private final InputStream in;

    /** @param receiveBuffer bytes of the kernel's buffer; 0 for its default */
    HttpSocket(int port, int receiveBuffer) {
        try {
            socket = new Socket();
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port), Math.toIntExact(LIMIT.toMillis()));
            socket.setSoTimeout(Math.toIntExact(LIMIT.toMillis()));
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void write(String text) {
        write(text.getBytes(ISO_8859_1));
    }

    /** Writes all bytes in one piece. */
    public void write(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a head, with its empty line. */
    public HttpAnswer head() {
        String[] status = line().split(" ", 3);
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(line.substring(0, colon), missing -> new ArrayList<>())
                    .add(line.substring(colon + 1).trim());
        }
        return new HttpAnswer(status[0], Integer.parseInt(status[1]), Collections.unmodifiableMap(headers), "");
    }

    /** Reads a whole response. */
    public HttpAnswer answer(boolean toHead) {
        HttpAnswer head = head();
        if (toHead || head.status() == 204) {
            return head;
        }
        if ("chunked".equals(head.header("Transfer-Encoding"))) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (byte[] chunk = chunk(); chunk.length > 0; chunk = chunk()) {
                body.writeBytes(chunk);
            }
            return head.withBody(body.toString(UTF_8));
        }
        String length = head.header("Content-Length");
        return head.withBody(length == null ? rest() : exactly(Integer.parseInt(length)));
    }

    /** The next chunk's content; empty for the last. */
    public byte[] chunk() {
        try {
            int length = Integer.parseInt(line(), 16);
            byte[] content = in.readNBytes(length);
            if (content.length < length || !line().isEmpty()) {
                throw new AssertionError("A chunk is not as long as it says: " + new String(content, UTF_8));
            }
            return content;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads that many bytes as UTF-8. */
    public String exactly(int bytes) {
        return new String(bytes(bytes), UTF_8);
    }

    /** Reads that many bytes, fewer if the connection ends first. */
    public byte[] bytes(int count) {
        try {
            return in.readNBytes(count);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything up to the end of the connection. */
    public String rest() {
        try {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next byte; negative at the end of the connection. */
    public int octet() {
        try {
            return in.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a byte arrives within that time; it stays unread. */
    public boolean available(Duration limit) {
        try {
            socket.setSoTimeout(Math.max(1, Math.toIntExact(limit.toMillis())));
            in.mark(1);
            boolean some = in.read() >= 0;
            in.reset();
            socket.setSoTimeout(Math.toIntExact(LIMIT.toMillis()));
            return some;
        } catch (SocketTimeoutException nothing) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the connection stays open for that time and brings nothing. */
    public boolean silent(Duration limit) {
        try {
            socket.setSoTimeout(Math.max(1, Math.toIntExact(limit.toMillis())));
            try {
                in.read();
                return false;
            } catch (SocketTimeoutException nothing) {
                return true;
            } finally {
                socket.setSoTimeout(Math.toIntExact(LIMIT.toMillis()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What comes until the connection brings nothing for that time; it has to stay open. */
    public String untilSilent(Duration limit) {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        try {
            socket.setSoTimeout(Math.max(1, Math.toIntExact(limit.toMillis())));
            try {
                for (int octet = in.read(); octet >= 0; octet = in.read()) {
                    received.write(octet);
                }
                throw new EOFException("The connection ended after: " + received.toString(UTF_8));
            } catch (SocketTimeoutException nothing) {
                return received.toString(UTF_8);
            } finally {
                socket.setSoTimeout(Math.toIntExact(LIMIT.toMillis()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the server has closed the connection in order, with nothing left to read. */
    public boolean ended() {
        return octet() < 0;
    }

    private String line() {
        try {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int b = in.read(); b != '\n'; b = in.read()) {
                if (b < 0) {
                    throw new EOFException("The connection ended after: " + line.toString(UTF_8));
                }
                line.write(b);
            }
            String text = line.toString(UTF_8);
            if (!text.endsWith("\r")) {
                throw new AssertionError("A line of HTTP ends without a carriage return: " + text);
            }
            return text.substring(0, text.length() - 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the server has closed the connection abruptly: writing to it fails. To be polled. */
    public boolean torn() {
        try {
            socket.getOutputStream().write('x');
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Ends the connection with RST, as if the process had crashed. */
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
