package dev.trunkline.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A server that speaks Redis's protocol and gives answers that no installed Redis gives. It knows the commands that the product
 * needs; a rule that answers a command wins over that.
 */
public final class ScriptedRedis implements AutoCloseable {

    /** A command, and what the connection has done so far. */
    public record Question(List<String> words, boolean authenticated) {

        /** In capitals. */
        public String name() {
            return words.get(0).toUpperCase(Locale.ROOT);
        }
    }

    /** How an array begins that is an answer to SUBSCRIBE, or a message: as in RESP2 or RESP3. */
    public enum Form {
        ARRAY("*"),
        PUSH(">");

        private final String type;

        Form(String type) {
            this.type = type;
        }
    }

    private final ServerSocket entrance;
    private final Form form;
    private final String firstWords;
    private final Function<Question, Optional<String>> rules;
    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final Set<String> keys = ConcurrentHashMap.newKeySet();

    private ScriptedRedis(Form form, String firstWords, Function<Question, Optional<String>> rules) {
        try {
            this.entrance = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.form = form;
        this.firstWords = firstWords;
        this.rules = rules;
        SocketWork.start(this::accept);
    }

    /**
     * A server that takes clients.
     *
     * @param rules the answers to some commands as they go over the wire; empty for the usual one
     */
    public static ScriptedRedis start(Form form, Function<Question, Optional<String>> rules) {
        return new ScriptedRedis(form, "", rules);
    }

    /** A server that says this to each client at once and closes the connection. */
    public static ScriptedRedis thatSays(String words) {
        return new ScriptedRedis(Form.ARRAY, words, question -> Optional.empty());
    }

    public int port() {
        return entrance.getLocalPort();
    }

    /** All commands so far, each with its arguments in one line. */
    public List<String> commands() {
        return commands;
    }

    /** The keys that have been set. */
    public Set<String> keys() {
        return keys;
    }

    /** Sends a message to all that have subscribed to the channel, and returns how many these are. */
    public int publish(String channel, String message) throws IOException {
        int receivers = 0;
        for (Connection connection : connections) {
            if (connection.channels.contains(channel)) {
                connection.write(array(bulk("message"), bulk(channel), bulk(message)));
                receivers++;
            }
            for (String pattern : connection.patterns) {
                if (channel.startsWith(pattern.substring(0, pattern.length() - 1))) {
                    connection.write(array(bulk("pmessage"), bulk(pattern), bulk(channel), bulk(message)));
                    receivers++;
                }
            }
        }
        return receivers;
    }

    /** Closes the connections of all clients, which may connect again. */
    public void cut() throws IOException {
        for (Connection connection : connections) {
            connection.socket.close();
        }
    }

    private void accept() throws IOException {
        while (true) {
            Connection connection = new Connection(entrance.accept());
            if (firstWords.isEmpty()) {
                connections.add(connection);
                SocketWork.start(connection::serve);
            } else {
                connection.write(firstWords + "\r\n");
                connection.socket.close();
            }
        }
    }

    private String array(String... elements) {
        return form.type + elements.length + "\r\n" + String.join("", elements);
    }

    private static String bulk(String text) {
        return "$" + text.getBytes(UTF_8).length + "\r\n" + text + "\r\n";
    }

    private final class Connection {

        private final Socket socket;
        private final Set<String> channels = ConcurrentHashMap.newKeySet();
        private final Set<String> patterns = ConcurrentHashMap.newKeySet();
        private boolean authenticated;

        Connection(Socket socket) throws IOException {
            this.socket = socket;
            socket.setTcpNoDelay(true);
        }

        private synchronized void write(String answer) throws IOException {
            socket.getOutputStream().write(answer.getBytes(UTF_8));
        }

        private void serve() throws IOException {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (true) {
                Question question = new Question(read(in), authenticated);
                commands.add(String.join(" ", question.words()));
                Optional<String> scripted = rules.apply(question);
                if (scripted.isPresent()) {
                    write(scripted.get() + "\r\n");
                } else {
                    write(usual(question));
                }
            }
        }

        private String usual(Question question) {
            List<String> arguments =
                    question.words().subList(1, question.words().size());
            switch (question.name()) {
                case "AUTH" -> authenticated = true;
                case "SELECT" -> {
                    return "+OK\r\n";
                }
                case "SET" -> keys.add(arguments.get(0));
                case "SUBSCRIBE", "UNSUBSCRIBE", "PSUBSCRIBE" -> {
                    return arguments.stream()
                            .map(channel -> changed(question.name().toLowerCase(Locale.ROOT), channel))
                            .collect(Collectors.joining());
                }
                default -> {
                    return "-ERR unknown command '" + question.words().get(0) + "', with args beginning with: "
                            + question.words().stream()
                                    .skip(1)
                                    .map(argument -> "'" + argument + "' ")
                                    .collect(Collectors.joining())
                            + "\r\n";
                }
            }
            return "+OK\r\n";
        }

        private String changed(String kind, String channel) {
            switch (kind) {
                case "subscribe" -> channels.add(channel);
                case "psubscribe" -> patterns.add(channel);
                default -> channels.remove(channel);
            }
            return array(bulk(kind), bulk(channel), ":" + (channels.size() + patterns.size()) + "\r\n");
        }
    }

    /** A command: an array of texts. */
    private static List<String> read(InputStream in) throws IOException {
        int count = Integer.parseInt(line(in).substring(1));
        List<String> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int length = Integer.parseInt(line(in).substring(1));
            words.add(new String(in.readNBytes(length), UTF_8));
            line(in);
        }
        return words;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException();
            }
            line.append((char) b);
        }
        return line.toString().strip();
    }

    @Override
    public void close() {
        try {
            entrance.close();
            cut();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
