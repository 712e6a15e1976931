package dev.trunkline.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** The part of Redis's protocol that the tests need: one command, one reply. */
public final class RedisClient implements AutoCloseable {

    private final Socket socket;
    private final OutputStream out;
    private final InputStream in;

    public RedisClient(String host, int port) throws IOException {
        socket = new Socket(host, port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) HttpSocket.LIMIT.toMillis());
        out = new BufferedOutputStream(socket.getOutputStream());
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** A number. */
    public long number(String... command) {
        return (Long) call(command);
    }

    /** A text; null if there is none. */
    public String text(String... command) {
        return (String) call(command);
    }

    /** A list of texts. */
    public List<String> texts(String... command) {
        List<String> texts = new ArrayList<>();
        for (Object element : (List<?>) call(command)) {
            texts.add(String.valueOf(element));
        }
        return texts;
    }

    /** Publishes bytes; the number of connections that got them. */
    public long publish(String channel, byte[] message) {
        return (Long) call("PUBLISH".getBytes(UTF_8), channel.getBytes(UTF_8), message);
    }

    private Object call(String... command) {
        byte[][] arguments = new byte[command.length][];
        for (int i = 0; i < command.length; i++) {
            arguments[i] = command[i].getBytes(UTF_8);
        }
        return call(arguments);
    }

    private synchronized Object call(byte[]... arguments) {
        try {
            write("*" + arguments.length);
            for (byte[] argument : arguments) {
                write("$" + argument.length);
                out.write(argument);
                write("");
            }
            out.flush();
            return answer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String line) throws IOException {
        out.write((line + "\r\n").getBytes(UTF_8));
    }

    private Object answer() throws IOException {
        String line = line();
        String rest = line.substring(1);
        return switch (line.charAt(0)) {
            case '+' -> rest;
            case ':' -> Long.valueOf(rest);
            case '$' -> bulk(Integer.parseInt(rest));
            case '*' -> {
                List<Object> elements = new ArrayList<>();
                for (int left = Integer.parseInt(rest); left > 0; left--) {
                    elements.add(answer());
                }
                yield elements;
            }
            default -> throw new IOException("Redis says: " + line);
        };
    }

    private String bulk(int length) throws IOException {
        if (length < 0) {
            return null;
        }
        String text = new String(in.readNBytes(length), UTF_8);
        line();
        return text;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\r'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("Redis has closed the connection");
            }
            line.append((char) b);
        }
        in.read();
        return line.toString();
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
